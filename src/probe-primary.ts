import type { Clock } from './core/clock.ts';
import { OpsError, toOpsError } from './core/errors.ts';
import type { Inventory } from './core/inventory.ts';
import type { Log } from './core/ports/log.ts';
import type { PrimaryProbe } from './core/ports/primary-probe.ts';
import type { AnyRunbook } from './core/runbook.ts';
import type { Store } from './core/store.ts';
import type { Texts } from './core/texts/catalogue.ts';
import type { Ports } from './engine/deps.ts';
import { probeSite } from './steps/probe-site.ts';

interface Deps {
  inventory: Inventory;
  ports: Ports;
  texts: Texts;
  clock: Clock;
  log: Log;
}

const LIMIT_MS = 20_000;

/** The first step of a failover, outside a run: what it would refuse because the primary answers is here "not down". */
export function createPrimaryProbe({ inventory, ports, texts, clock, log }: Deps): PrimaryProbe {
  const { definition } = probeSite;
  return async (service, outer) => {
    const deadline = new AbortController();
    const finished = new AbortController();
    void clock.sleep(LIMIT_MS, finished.signal).then(() => {
      if (!finished.signal.aborted) deadline.abort(new OpsError('timed_out', 'The primary was not asked to the end'));
    });
    const context = {
      call: 'watch',
      run: { id: 'watch', runbook: 'watch', service, requestedBy: 'system', reason: '' },
      ...ports,
      ...{ inventory, texts, clock, log },
      signal: AbortSignal.any([outer, deadline.signal]),
      progress: () => {},
    };
    try {
      const { summary } = await definition.apply({ service, site: 'primary', expect: 'down', forMs: 0 }, context);
      return { isDown: true, text: summary };
    } catch (thrown) {
      const error = toOpsError(thrown);
      if (error.code !== 'conflict') throw error;
      return { isDown: false, text: texts.watchers.probeAnswered };
    } finally {
      finished.abort();
    }
  };
}

/** Whether the service was moved away from its primary, or is being moved by a run that holds it. */
export async function isElsewhere(
  service: string,
  { runs }: Pick<Store, 'runs'>,
  runbooks: readonly AnyRunbook[],
): Promise<boolean> {
  if (await runs.findHolder(service)) return true;
  const moving = runbooks.filter(({ isMove }) => isMove).map(({ name }) => name);
  const last = (await runs.list({ service, runbooks: moving, status: ['succeeded'], limit: MOVES_LOOKED_AT })).find(
    ({ isDryRun, ending }) => !isDryRun && (ending === 'done' || ending === 'settled'),
  );
  return runbooks.some(({ name, wayBack }) => name === last?.runbook && wayBack !== undefined);
}

/** Dry runs between the moves are passed over. */
const MOVES_LOOKED_AT = 20;
