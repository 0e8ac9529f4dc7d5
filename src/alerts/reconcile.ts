import { firesSince, isOpen, type AlertCounts, type AlertGroup } from '../core/alert.ts';
import type { AlertChange, AlertStore } from '../core/alert-store.ts';
import type { Clock } from '../core/clock.ts';
import type { AlertsConfig } from '../core/inventory.ts';
import type { Log } from '../core/ports/log.ts';
import type { AlertGroupId } from '../core/ids.ts';
import type { AlertmanagerApi } from './alertmanager-api.ts';
import { tellMailed } from './calls.ts';
import { toMessages } from './group-messages.ts';

/** After its restart Alertmanager knows nothing until Prometheus has said everything again. */
const GONE_MS = 180_000;
const MEMBERS_MAX = 500;

/**
 * Alertmanager never tells that a silenced alert is over. What it does not know any more for three minutes of asking is
 * resolved; an answer that does not come proves nothing.
 */
export function createReconciler(deps: {
  store: AlertStore;
  api: AlertmanagerApi;
  config: AlertsConfig;
  clock: Clock;
  log: Log;
}): { look(groups: readonly AlertGroup[]): Promise<ReadonlySet<AlertGroupId>> } {
  const { store, api, config, clock, log } = deps;
  const goneSince = new Map<string, number>();

  /** True while it is not known yet whether what is gone is over. */
  async function lookAt(group: AlertGroup, known: ReadonlySet<string>): Promise<boolean> {
    const now = clock.now();
    const over: string[] = [];
    let isUndecided = false;
    for (const { id, key, state } of await store.listMembers(group.id, MEMBERS_MAX)) {
      const isGone = state === 'silenced' && !known.has(key.split('/', 1)[0] ?? '');
      const since = goneSince.get(id) ?? now.getTime();
      if (isGone && now.getTime() - since >= GONE_MS) over.push(id);
      if (isGone && !over.includes(id)) {
        goneSince.set(id, since);
        isUndecided = true;
      }
      if (!isGone || over.includes(id)) goneSince.delete(id);
    }
    if (over.length > 0) {
      await store.updateGroup(group.id, now, (before, counts) => resolveMembers(before, counts, { over, now }));
    }
    return isUndecided;
  }

  return {
    /** Gives the groups whose members are gone for less than that: their silence should not end before it is known. */
    async look(groups) {
      const undecided = new Set<AlertGroupId>();
      for (const [address, silenced] of Map.groupBy(groups, ({ source }) => config.sources[source]?.api)) {
        if (address === undefined) continue;
        try {
          const known = await api.listFingerprints(address);
          for (const group of silenced) if (await lookAt(group, known)) undecided.add(group.id);
        } catch (err) {
          log.warn({ err }, 'alertmanager could not be asked what still fires');
        }
      }
      return undecided;
    },
  };
}

function resolveMembers(
  group: AlertGroup,
  counts: AlertCounts,
  { over, now }: { over: readonly string[]; now: Date },
): AlertChange {
  const open = Object.entries(counts.states).reduce(
    (sum, [state, count]) => sum + (isOpen(state as 'firing') ? count : 0),
    0,
  );
  const at = now.getTime();
  const isOver = open <= over.length;
  const after = { ...group, updatedAt: at, ...(isOver && { resolvedAt: at }) };
  const news = { kind: 'resolved', afterMs: at - firesSince(group) } as const;
  const told = isOver ? tellMailed(after, news) : { group: after, messages: [] };
  return {
    groups: [told.group],
    move: { group: group.id, from: ['silenced'], to: 'resolved', ids: over },
    audit: [
      {
        actor: `alerts/${group.source}`,
        via: 'system',
        act: 'alert.resolved_while_silenced',
        subject: group.service === undefined ? {} : { service: group.service },
        outcome: 'ok',
        details: { group: group.id, alerts: over.slice(0, 100) },
      },
    ],
    messages: [...toMessages(after, counts), ...told.messages],
  };
}
