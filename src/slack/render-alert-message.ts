import { findAlertGroupId } from '../core/ids.ts';
import type { Message } from '../core/message.ts';
import { MEMBERS_SHOWN, renderAlert } from './alert-card.ts';
import type { Rendered } from './card-context.ts';
import type { PosterDeps } from './poster-deps.ts';
import type { ThreadFile } from './thread.ts';

/** Draws the message of a group of alerts from the database as it is now. */
export function createAlertRenderer({ store, inventory, texts, clock, findSuggestion }: PosterDeps) {
  return async function render({ key, channel }: Message): Promise<Rendered & { files: readonly ThreadFile[] }> {
    const id = findAlertGroupId(key.split('/', 1)[0] ?? '');
    const group = id && (await store.alerts.findGroup(id));
    if (!group) return { text: texts.alerts.noGroup, blocks: [], files: [] };
    const counts = await store.alerts.countMembers(group.id);
    const members = await store.alerts.listMembers(group.id, MEMBERS_SHOWN);
    const askedIn = channel === group.channel ? undefined : group.channel;
    const context = {
      inventory,
      texts,
      now: clock.now(),
      askedIn,
      findSuggestion: findSuggestion ?? (() => undefined),
    };
    return { ...renderAlert({ group, counts, members }, context), files: [] };
  };
}
