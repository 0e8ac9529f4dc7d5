import { z } from 'zod';
import { askHost } from '../core/ask-host.ts';
import { OpsError } from '../core/errors.ts';
import { getStdout } from '../core/exec-result.ts';
import { defineStep, type StepContext } from '../core/step.ts';

const TIMEOUT_MS = 5_000;
const KIB = 1_024;

/** Makes sure that the machine behind the address is the one that is meant, and big enough. The key is checked by SSH. */
export const identifyHost = defineStep({
  type: 'host.identify',
  risk: 'read',
  params: z.object({
    host: z.string(),
    hostname: z.string().optional(),
    minMemoryMb: z.number().int().nonnegative(),
    minDiskMb: z.number().int().nonnegative(),
  }),
  timeoutMs: 15_000,
  title: ({ host }, { steps }) => steps.identifyTitle({ host }),
  describe: ({ host, hostname, minMemoryMb, minDiskMb }, { steps }) =>
    steps.identifyDescribe({ host, hostname, minMemoryMb, minDiskMb }),
  async apply({ host, hostname: expected, minMemoryMb, minDiskMb }, context) {
    const { steps } = context.texts;
    const ask = async (argv: readonly string[]): Promise<string> =>
      getStdout(await askHost(host, argv, TIMEOUT_MS, context), context.texts);
    const [name, memory, disk] = await Promise.all([
      ask(['hostname']),
      ask(['cat', '/proc/meminfo']),
      ask(['df', '-Pk', '/']),
    ]);
    const hostname = name.trim();
    if (expected !== undefined && hostname !== expected) {
      throw new OpsError('conflict', steps.wrongHostname({ host, expected, found: hostname.slice(0, 80) }), {
        hint: steps.wrongHostnameHint,
      });
    }
    const memoryKib = getNumber(/^MemAvailable:\s+(\d+)/m, memory, { host, command: 'cat /proc/meminfo' }, context);
    const diskKib = getNumber(/^\S+\s+\d+\s+\d+\s+(\d+)\s+\d+%\s/m, disk, { host, command: 'df -Pk /' }, context);
    const free = { memory: formatSize(memoryKib), disk: formatSize(diskKib) };
    if (memoryKib < minMemoryMb * KIB) {
      const facts = { host, free: free.memory, needed: formatSize(minMemoryMb * KIB) };
      throw new OpsError('remote_failed', steps.tooLittleMemory(facts), { hint: steps.tooLittleHint });
    }
    if (diskKib < minDiskMb * KIB) {
      const facts = { host, free: free.disk, needed: formatSize(minDiskMb * KIB) };
      throw new OpsError('remote_failed', steps.tooLittleDisk(facts), { hint: steps.tooLittleHint });
    }
    return { summary: steps.identifySummary({ hostname, ...free }), facts: { hostname } };
  },
});

function getNumber(
  pattern: RegExp,
  text: string,
  source: { host: string; command: string },
  { texts }: Pick<StepContext, 'texts'>,
): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new OpsError('remote_failed', texts.steps.unreadable(source));
  return Number(found);
}

/** `412 MB`, `5.1 GB`. */
function formatSize(kib: number): string {
  const mib = kib / KIB;
  return mib < KIB ? `${Math.floor(mib)} MB` : `${(mib / KIB).toFixed(1)} GB`;
}
