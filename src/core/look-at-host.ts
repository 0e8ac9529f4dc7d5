import { askHost } from './ask-host.ts';
import { OpsError } from './errors.ts';
import { getStdout } from './exec-result.ts';
import type { HostConfig } from './inventory.ts';
import type { StepContext } from './step.ts';
import type { Texts } from './texts/catalogue.ts';

const TIMEOUT_MS = 5_000;
const KIB = 1_024;

/** What `lookAtHost` calls there. */
export const LOOK_AT_HOST = [['hostname'], ['cat', '/proc/meminfo'], ['df', '-Pk', '/']] as const;

export interface HostSight {
  hostname: string;
  /** As people read it: `412 MB`. */
  memory: string;
  disk: string;
}

type Wanted = Pick<HostConfig, 'hostname' | 'minMemoryMb' | 'minDiskMb'> & { host: string };
type Asking = Pick<StepContext, 'remote' | 'clock' | 'signal' | 'texts'>;

/**
 * Who a host says that it is, and what it has left. `conflict`: another machine than is meant; `remote_failed`: too small,
 * or its answer cannot be read; otherwise as `Remote`.
 */
export async function lookAtHost(wanted: Wanted, context: Asking): Promise<HostSight> {
  const { host, hostname: expected, minMemoryMb, minDiskMb } = wanted;
  const { steps } = context.texts;
  const ask = async (argv: readonly string[]): Promise<string> =>
    getStdout(await askHost(host, argv, TIMEOUT_MS, context), context.texts);
  const [askName, askMemory, askDisk] = LOOK_AT_HOST;
  const [name, memory, disk] = await Promise.all([ask(askName), ask(askMemory), ask(askDisk)]);
  const hostname = name.trim();
  if (expected !== undefined && hostname !== expected) {
    throw new OpsError('conflict', steps.wrongHostname({ host, expected, found: hostname.slice(0, 80) }), {
      hint: steps.wrongHostnameHint,
    });
  }
  const memoryKib = findNumber(/^MemAvailable:\s+(\d+)/m, memory);
  if (memoryKib === undefined) throw unreadable(host, askMemory, context.texts);
  const diskKib = findFreeKib(disk);
  if (diskKib === undefined) throw unreadable(host, askDisk, context.texts);
  const free = { memory: formatSize(memoryKib), disk: formatSize(diskKib) };
  if (memoryKib < minMemoryMb * KIB) {
    const facts = { host, free: free.memory, needed: formatSize(minMemoryMb * KIB) };
    throw new OpsError('remote_failed', steps.tooLittleMemory(facts), { hint: steps.tooLittleHint });
  }
  if (diskKib < minDiskMb * KIB) {
    const facts = { host, free: free.disk, needed: formatSize(minDiskMb * KIB) };
    throw new OpsError('remote_failed', steps.tooLittleDisk(facts), { hint: steps.tooLittleHint });
  }
  return { hostname, ...free };
}

/** Free space in what `df -Pk` printed of one file system. */
export function findFreeKib(df: string): number | undefined {
  return findNumber(/^\S+\s+\d+\s+\d+\s+(\d+)\s+\d+%\s/m, df);
}

/** `412 MB`, `5.1 GB`. */
export function formatSize(kib: number): string {
  const mib = kib / KIB;
  return mib < KIB ? `${Math.floor(mib)} MB` : `${(mib / KIB).toFixed(1)} GB`;
}

function findNumber(pattern: RegExp, text: string): number | undefined {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

function unreadable(host: string, argv: readonly string[], { steps }: Texts): OpsError {
  return new OpsError('remote_failed', steps.unreadable({ host, command: argv.join(' ') }));
}
