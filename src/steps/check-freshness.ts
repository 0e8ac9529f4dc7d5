import { z } from 'zod';
import { askHost } from '../core/ask-host.ts';
import { OpsError } from '../core/errors.ts';
import { formatArgv, toOutput } from '../core/exec-result.ts';
import { getLastSync, lastSyncArgv } from '../core/last-sync.ts';
import { formatLocalTime } from '../core/local-time.ts';
import { defineStep } from '../core/step.ts';

const TIMEOUT_MS = 10_000;
/** Clocks may differ by so much before the age means nothing. */
const CLOCK_TOLERANCE_MS = 120_000;

/** How old the standby's data is. Too old is a warning and not a refusal: the approver accepts the loss, or does not. */
export const checkFreshness = defineStep({
  type: 'data.freshness',
  risk: 'read',
  params: z.object({
    service: z.string(),
    host: z.string(),
    source: z.union([z.object({ marker: z.string() }), z.object({ command: z.array(z.string()).readonly() })]),
    maxAgeMs: z.number().int().positive(),
    /** Whether later writes will be lost, would be in a failover now, or are copied before the move. */
    loss: z.enum(['will', 'would', 'none']),
  }),
  timeoutMs: 20_000,
  title: (_, { steps }) => steps.freshnessTitle,
  describe: ({ host, source, maxAgeMs }, { steps }) =>
    steps.freshnessDescribe({ host, source: formatArgv(lastSyncArgv(source)), maxAgeMs }),
  async apply({ host, source, maxAgeMs, loss }, context) {
    const { clock, inventory, texts } = context;
    const { steps } = texts;
    const result = await askHost(host, lastSyncArgv(source), TIMEOUT_MS, context);
    const syncedAt = getLastSync(source, result, texts);
    const now = clock.now();
    const at = formatLocalTime(syncedAt, now, inventory.timezone);
    const aheadMs = syncedAt.getTime() - now.getTime();
    if (aheadMs > CLOCK_TOLERANCE_MS) {
      throw new OpsError('conflict', steps.syncInFuture({ host, at, aheadMs }), { hint: steps.syncInFutureHint });
    }
    const ageMs = Math.max(0, -aheadMs);
    const warnings = [
      ...(ageMs > maxAgeMs ? [steps.syncTooOld({ at, ageMs, maxAgeMs })] : []),
      ...(loss === 'none' ? [] : [steps.loss[loss]({ at, ageMs })]),
    ];
    return {
      summary: steps.freshnessSummary({ at, ageMs }),
      facts: { lastSyncEpochSeconds: Math.floor(syncedAt.getTime() / 1_000) },
      warnings,
      outputs: [toOutput(result)],
    };
  },
  hostCommands: ({ host, source }) => [{ host, argv: lastSyncArgv(source) }],
});
