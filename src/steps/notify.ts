import { z } from 'zod';
import { askHost } from '../core/ask-host.ts';
import { OpsError } from '../core/errors.ts';
import { getService } from '../core/get-service.ts';
import { getLastSync, lastSyncArgv } from '../core/last-sync.ts';
import { formatLocalTime } from '../core/local-time.ts';
import { defineStep, type StepContext } from '../core/step.ts';

const TIMEOUT_MS = 3_000;

const params = z.object({ service: z.string(), kind: z.enum(['failover', 'failback', 'switchover']) });

/** Tells people where the service runs now. The engine posts it in the transaction that records the result. */
export const notify = defineStep({
  type: 'notify',
  risk: 'write',
  params,
  timeoutMs: 10_000,
  title: (_, { steps }) => steps.notifyTitle,
  describe: ({ service }, { steps }) => steps.notifyDescribe({ service }),
  observe: ({ service, kind }, { inventory, texts: { steps } }) =>
    Promise.resolve({
      summary: steps.notifyDescribe({ service }),
      facts: {},
      // What a way back costs is said before it is approved, where the standby takes writes.
      warnings: kind === 'failback' && !getService(inventory, service).readOnlyCheck ? [steps.failbackWarning] : [],
    }),
  async apply(asked, context) {
    return { summary: context.texts.steps.notifySummary, announce: await compose(asked, context) };
  },
  /** Announcement and result are one: without a result there is no announcement. */
  probe: () => Promise.resolve('not-done' as const),
});

async function compose({ service: name, kind }: z.infer<typeof params>, context: StepContext): Promise<string> {
  const { run, texts, inventory } = context;
  const { steps } = texts;
  const service = getService(inventory, name);
  const moved = steps.announceMoved[kind]({ service: name });
  const by = steps.announceBy({ person: run.requestedBy, run: run.id });
  if (kind === 'failback')
    return [moved, ...(service.readOnlyCheck ? [] : [steps.announceStandbyWrites]), by].join('\n');
  const at = await findDataTime(name, context);
  return [
    moved,
    ...(at === undefined ? [] : [steps.announceDataAsOf({ at })]),
    service.readOnlyCheck ? steps.announceReadOnly : steps.announceWritesStay,
    steps.announceWayBack({ service: name }),
    by,
  ].join('\n');
}

/** When the standby's data is from; people are told without it rather than not at all. */
async function findDataTime(name: string, context: StepContext): Promise<string | undefined> {
  const { inventory, texts, clock } = context;
  const { data, standby } = getService(inventory, name);
  if (!data) return undefined;
  try {
    const result = await askHost(standby.host, lastSyncArgv(data.source), TIMEOUT_MS, context);
    return formatLocalTime(getLastSync(data.source, result, texts), clock.now(), inventory.timezone);
  } catch (thrown) {
    if (thrown instanceof OpsError) return undefined;
    throw thrown;
  }
}
