import type { Actor } from '../core/actor.ts';
import { isOpen, type AlertGroup } from '../core/alert.ts';
import type { AlertChange, AlertStore, GroupFacts } from '../core/alert-store.ts';
import type { Clock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import type { AlertGroupId } from '../core/ids.ts';
import type { AlertsConfig } from '../core/inventory.ts';
import { matchesAll } from '../core/matcher.ts';
import type { Alerts } from '../core/ports/alerts.ts';
import { findPrimaryDown, primaryDownName } from '../core/primary-down.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { WatcherStore } from '../core/watcher-store.ts';
import { acknowledge } from './acknowledge.ts';
import { acknowledgeStorm } from './acknowledge-storm.ts';
import type { AlertmanagerApi } from './alertmanager-api.ts';
import { silenceAtSender, takeBack } from './silence-at-sender.ts';
import { silence, unsilence } from './silences.ts';

interface Deps {
  store: AlertStore;
  watchers: Pick<WatcherStore, 'find'>;
  config: AlertsConfig;
  api: AlertmanagerApi;
  /** Throws `not_allowed` for who may not steer. */
  requireOperator(actor: Actor): Promise<void>;
  texts: Texts;
  clock: Clock;
  onMessages(): void;
}

const SILENCED_MEMBERS_MAX = 500;
const OPEN_MAX = 200;

/** What people do about groups of alerts. */
export function createGroupActs({
  store,
  watchers,
  config,
  api,
  requireOperator,
  texts,
  clock,
  onMessages,
}: Deps): Alerts {
  async function get(id: AlertGroupId): Promise<AlertGroup> {
    const group = await store.findGroup(id);
    if (!group) throw new OpsError('not_found', texts.alerts.noGroup);
    return group;
  }

  async function change(
    id: AlertGroupId,
    decide: (group: AlertGroup, facts: GroupFacts, now: Date) => AlertChange,
  ): Promise<AlertGroup> {
    await get(id);
    const now = clock.now();
    const group = await store.updateGroup(id, now, (before, facts) => decide(before, facts, now));
    onMessages();
    return group;
  }

  return {
    find: (id) => store.findGroup(id),
    async match(matchers) {
      const open = await store.listOpen({ limit: OPEN_MAX });
      const met: AlertGroup[] = [];
      for (const group of open) {
        const members = await store.listMembers(group.id, OPEN_MAX);
        if (members.some(({ state, labels }) => isOpen(state) && matchesAll(labels, matchers))) met.push(group);
      }
      return met;
    },
    async findPrimaryDown(service) {
      const down = findPrimaryDown(await watchers.find(primaryDownName(service)));
      return down?.endedAt === undefined ? down : undefined;
    },
    listOpen: (filter) => store.listOpen(filter),
    acknowledge: (id, actor) => change(id, (group, counts, now) => acknowledge(group, counts, { actor, now, texts })),
    async acknowledgeStorm(id, actor) {
      if (!(await store.findStorm(id))) throw new OpsError('not_found', texts.alerts.noGroup);
      const now = clock.now();
      await store.updateStormGroups(id, now, (storm, groups) => acknowledgeStorm(storm, groups, { actor, now, texts }));
      onMessages();
    },
    async silence(id, { actor, forMs, reason }) {
      await requireOperator(actor);
      const group = await get(id);
      const now = clock.now();
      const asked = { actor, now, until: now.getTime() + forMs, reason };
      const members = await store.listMembers(id, SILENCED_MEMBERS_MAX);
      const ids: string[] = [];
      try {
        // The sender first: what people are told must be true.
        for await (const made of silenceAtSender(group, members, asked, { api, config, texts })) ids.push(made);
        return await change(id, (before, facts) => silence(before, facts, { ...asked, ids, texts }));
      } catch (thrown) {
        const left = await takeBack(group, { made: ids, thrown, actor }, { api, config, texts });
        if (!left) throw thrown;
        // Told in any case, even where it cannot be written down.
        await store.updateGroup(id, now, () => ({ audit: [left.audit], messages: [] })).catch(() => undefined);
        throw left.error;
      }
    },
    async unsilence(id, actor) {
      await requireOperator(actor);
      const { source, silenced } = await get(id);
      const address = config.sources[source]?.api;
      for (const silenceId of silenced?.ids ?? []) {
        if (address !== undefined) await api.expireSilence(address, silenceId);
      }
      return change(id, (group, counts, now) => unsilence(group, counts, { actor, now, texts }));
    },
  };
}
