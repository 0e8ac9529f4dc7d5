import { alertMessageKey, type AlertCounts, type AlertGroup } from '../core/alert.ts';
import { toCalls } from './calls.ts';
import { PRIORITY, type MessageDraft } from '../core/message.ts';
import { toPageMessage, toStormMessage } from './storm-places.ts';

/** The message that shows a group: its own, or that of the storm in which it began. */
export function toMessage(group: AlertGroup, priority: number = PRIORITY.change): MessageDraft {
  if (group.storm !== undefined) return toStormMessage({ id: group.storm, channel: group.channel });
  return { key: alertMessageKey(group.id), kind: 'alert', channel: group.channel, body: { group: group.id }, priority };
}

/** A reply in the thread that the channel does not see. */
export function toDigest(group: AlertGroup, { name, text }: { name: string; text: string }): MessageDraft {
  return { ...toNews(group, { name, text }), kind: 'alert_digest', priority: PRIORITY.list };
}

/** All messages that show a group: the one above, pages of storms that list its members, and what stands in other channels. */
export function toMessages(
  group: AlertGroup,
  { pages = [] }: Pick<AlertCounts, 'pages'> = {},
  priority?: number,
): MessageDraft[] {
  const { channel } = group;
  return [
    toMessage(group, priority),
    ...pages.map(({ id, page }) => toPageMessage({ id, channel }, page)),
    ...toCalls(group),
  ];
}

/** A reply in the thread that the channel sees too: an edit notifies nobody. `mention` is from the inventory, never from a sender. */
export function toNews(
  group: AlertGroup,
  { name, text, mention = [] }: { name: string; text: string; mention?: readonly string[] },
): MessageDraft {
  return {
    key: `${group.id}/news/${name}`,
    kind: 'alert_news',
    channel: group.channel,
    parentKey: toMessage(group).key,
    body: { text, mention },
    priority: PRIORITY.critical,
  };
}
