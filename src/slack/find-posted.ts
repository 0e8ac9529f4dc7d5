import type { SlackWeb } from './web.ts';

/** Names our messages in their metadata. */
export const EVENT_TYPE = 'watchkeeper_message';

interface Place {
  channel: string;
  threadTs?: string | undefined;
  /** Nothing older is looked at, ms. */
  since: number;
}

interface Found {
  ts?: string;
  metadata?: { event_type?: string; event_payload?: { key?: unknown } };
  files?: readonly { name?: string }[];
}

interface Page {
  messages?: readonly Found[];
  response_metadata?: { next_cursor?: string };
}

const PAGES_MAX = 25;

/** Ts of the message that was posted with this key, if Slack has it. */
export async function findPosted(web: SlackWeb, place: Place, key: string): Promise<string | undefined> {
  for await (const message of listMessages(web, place)) {
    if (message.metadata?.event_type === EVENT_TYPE && message.metadata.event_payload?.key === key) return message.ts;
  }
  return undefined;
}

/** Names of the files that were shared in a thread. */
export async function listFileNames(web: SlackWeb, place: Place & { threadTs: string }): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for await (const message of listMessages(web, place)) {
    for (const file of message.files ?? []) if (file.name !== undefined) names.add(file.name);
  }
  return names;
}

async function* listMessages(web: SlackWeb, { channel, threadTs, since }: Place): AsyncGenerator<Found> {
  const oldest = `${Math.max(0, Math.floor(since / 1_000))}.000000`;
  const args = { channel, oldest, limit: 200, include_all_metadata: true };
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const more = cursor === undefined ? {} : { cursor };
    const answer: Page =
      threadTs === undefined
        ? await web.call<Page>('conversations.history', { ...args, ...more })
        : await web.call<Page>('conversations.replies', { ...args, ts: threadTs, ...more });
    yield* answer.messages ?? [];
    cursor = answer.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === '') return;
  }
}
