import { toOpsError } from '../core/errors.ts';
import type { Message, MessageKind } from '../core/message.ts';
import type { Rendered } from './card-context.ts';
import { EVENT_TYPE, findPosted } from './find-posted.ts';
import { SETTLE_MS, SKEW_MS, type Outcome, type PosterDeps, type Shown } from './poster-deps.ts';
import { createRecovery } from './recovery.ts';
import { createRenderer } from './renderer.ts';
import { shareFiles } from './share-files.ts';
import type { ThreadFile } from './thread.ts';
import { createPace } from './pace.ts';
import { findRetryAfterMs, findSlackError } from './web-errors.ts';

interface Place {
  channel: string;
  threadTs: string | undefined;
}

const EDIT_INTERVAL_MS = 1_500;
/** What changes with every alert of a storm is shown less often, or its edits would be all that Slack takes. */
const INTERVALS_MS: Partial<Record<MessageKind, number>> = { storm: 3_000, storm_page: 10_000 };
/** Slack takes one post a second in a channel, and fifty edits a minute in all. */
const POST_EVERY_MS = 1_000;
const EDIT_EVERY_MS = 1_200;
const EDITS = 'chat.update';
/** Drawn anew from the database, they may differ from what was posted. */
const DRAWN: ReadonlySet<MessageKind> = new Set(['card', 'alert', 'alert_call', 'storm', 'storm_page', 'primary_down']);
const PARENT_WAIT_MS = 200;

/** Brings one message to Slack as the database wants it, posting it at most once. */
export function createPoster(deps: PosterDeps) {
  const { store, texts, clock, web } = deps;
  const { messages } = store;
  const shown: Shown = new Map();
  const posts = createPace(() => now(), POST_EVERY_MS);
  const edits = createPace(() => now(), EDIT_EVERY_MS);
  const render = createRenderer(deps);
  const recover = createRecovery(deps, shown);
  const now = (): number => clock.now().getTime();
  const delivered: Outcome = { kind: 'delivered' };

  async function deliver(key: string): Promise<Outcome> {
    const message = await messages.find(key);
    const isDue = message && message.deliveredVersion < message.wantedVersion && message.nextTryAt <= now();
    if (!isDue) return delivered;
    const parent = message.parentKey === undefined ? undefined : await messages.find(message.parentKey);
    if (parent && parent.ts === undefined) return { kind: 'later', at: now() + PARENT_WAIT_MS };
    // A pointer comes after its card, but stands beside it and not in its thread.
    const root = message.kind === 'pointer' ? undefined : parent;
    const place = { channel: root?.channel ?? message.channel, threadTs: root?.ts };
    try {
      return await (message.ts === undefined ? post(message, place) : update(message, place));
    } catch (thrown) {
      if (findRetryAfterMs(thrown) !== undefined) {
        if (message.ts === undefined) posts.slowDown(place.channel);
        else edits.slowDown(EDITS);
      }
      return recover({ message, root, channel: place.channel, thrown });
    }
  }

  async function post(message: Message, place: Place): Promise<Outcome> {
    if (message.postingSince !== undefined) {
      const settledAt = message.postingSince + SETTLE_MS;
      if (settledAt > now()) return { kind: 'pause', at: settledAt };
      const ts = await lookFor(message.key, { ...place, since: message.postingSince - SKEW_MS }, deps);
      if (ts !== undefined) {
        const found = { ts, channel: place.channel };
        await messages.patch(message.key, { ...found, postingSince: undefined, attempts: 0, failure: undefined });
        return update({ ...message, ...found }, place);
      }
    }
    const turnAt = posts.nextTurn(place.channel);
    if (turnAt > now()) return { kind: 'pause', at: turnAt };
    const made = await render(message);
    await messages.patch(message.key, { postingSince: message.postingSince ?? now() });
    const posted = await send(message, made, place, deps);
    const done = { ...posted, postingSince: undefined, attempts: 0, failure: undefined };
    await messages.patch(message.key, made.files.length === 0 ? { ...done, ...deliveredNow(message) } : done);
    shown.set(message.key, { hash: made.hash, at: now() });
    if (made.files.length === 0) return delivered;
    return finish({ ...message, ...posted }, made.files, { threadTs: place.threadTs, isFirstTry: true });
  }

  async function update(message: Message, { channel, threadTs }: Place): Promise<Outcome> {
    const last = shown.get(message.key);
    const intervalMs = INTERVALS_MS[message.kind] ?? EDIT_INTERVAL_MS;
    if (last && last.at + intervalMs > now()) return { kind: 'later', at: last.at + intervalMs };
    const made = await render(message);
    // What does not change with its run and was posted once is complete but for its files.
    const mayDiffer = DRAWN.has(message.kind) || message.deliveredVersion > 0;
    if (mayDiffer && last?.hash !== made.hash) {
      const turnAt = edits.nextTurn(EDITS);
      if (turnAt > now()) return { kind: 'pause', at: turnAt };
      await web.call('chat.update', { ...contentOf(message, made), channel, ts: message.ts });
      shown.set(message.key, { hash: made.hash, at: now() });
    }
    return finish(message, made.files, { threadTs, isFirstTry: false });
  }

  async function finish(
    message: Message,
    files: readonly ThreadFile[],
    { threadTs, isFirstTry }: { threadTs: string | undefined; isFirstTry: boolean },
  ): Promise<Outcome> {
    if (threadTs !== undefined) {
      const since = message.createdAt - SKEW_MS;
      const { more } = texts.cards;
      await shareFiles(web, files, { channel: message.channel, threadTs, since, isFirstTry, more });
    }
    await messages.patch(message.key, { ...deliveredNow(message), attempts: 0, failure: undefined });
    return delivered;
  }

  const deliveredNow = (message: Message) => ({ deliveredVersion: message.wantedVersion, deliveredAt: now() });

  return { deliver };
}

async function send(message: Message, made: Rendered, { channel, threadTs }: Place, { web, store }: PosterDeps) {
  try {
    const answer = await web.call<{ ts: string; channel?: string }>('chat.postMessage', {
      ...contentOf(message, made),
      channel,
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      ...(threadTs !== undefined && message.kind === 'alert_news' ? { reply_broadcast: true } : {}),
      unfurl_links: false,
      unfurl_media: false,
    });
    return { ts: answer.ts, channel: answer.channel ?? channel };
  } catch (thrown) {
    const isKnownUndone = toOpsError(thrown).code === 'unreachable' || findSlackError(thrown) !== undefined;
    if (isKnownUndone) await store.messages.patch(message.key, { postingSince: undefined });
    throw thrown;
  }
}

/** Where the history may not be read, a message that comes twice is better than one that never comes. */
async function lookFor(
  key: string,
  place: Parameters<typeof findPosted>[1],
  { web, log }: PosterDeps,
): Promise<string | undefined> {
  try {
    return await findPosted(web, place, key);
  } catch (thrown) {
    if (findSlackError(thrown) !== 'missing_scope') throw thrown;
    log.error({ key, err: thrown }, 'history could not be read and the message is posted again');
    return undefined;
  }
}

const contentOf = (message: Message, made: Rendered): Record<string, unknown> => ({
  text: made.text,
  blocks: made.blocks,
  metadata: { event_type: EVENT_TYPE, event_payload: { key: message.key } },
});
