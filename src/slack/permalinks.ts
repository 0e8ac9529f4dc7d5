import type { Store } from '../core/store.ts';
import type { SlackWeb } from './web.ts';

/** Address of a posted message, by its key; undefined while it is not posted, or Slack does not tell. */
export type FindPermalink = (key: string) => Promise<string | undefined>;

export function createPermalinks({ web, store }: { web: SlackWeb; store: Pick<Store, 'messages'> }): FindPermalink {
  const known = new Map<string, string>();
  return async (key) => {
    const message = await store.messages.find(key);
    if (!message?.ts) return undefined;
    const place = `${message.channel} ${message.ts}`;
    const link = { channel: message.channel, message_ts: message.ts };
    const ask = () => web.call<{ permalink?: string }>('chat.getPermalink', link).catch(() => undefined);
    const permalink = known.get(place) ?? (await ask())?.permalink;
    if (permalink !== undefined) known.set(place, permalink);
    return permalink;
  };
}
