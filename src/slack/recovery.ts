import type { Message } from '../core/message.ts';
import { withAskedIn } from './message-body.ts';
import { SETTLE_MS, type Outcome, type PosterDeps, type Shown } from './poster-deps.ts';
import { CHANNEL_CLOSED, MESSAGE_GONE, THREAD_GONE } from './refusals.ts';
import { findRetryAfterMs, findSlackError } from './web-errors.ts';

interface Trouble {
  message: Message;
  /** The message in whose thread it belongs. */
  root: Message | undefined;
  channel: string;
  thrown: unknown;
}

const REFUSED_RETRY_MS = 300_000;
const UNREACHABLE_RETRY_MS = 60_000;

/** What becomes of a message that Slack did not take. */
export function createRecovery(deps: PosterDeps, shown: Shown) {
  const { store, inventory, clock, log } = deps;
  const { messages } = store;
  const { incidents } = inventory.slack.channels;
  const now = (): number => clock.now().getTime();

  async function postAnew({ key }: Message): Promise<Outcome> {
    shown.delete(key);
    await messages.patch(key, { ts: undefined, postingSince: undefined, nextTryAt: now() });
    return { kind: 'later', at: now() };
  }

  /** Asked for again, the root finds out by itself what became of it, and is posted where it can be. */
  async function askRoot(message: Message, root: Message): Promise<Outcome> {
    shown.delete(root.key);
    const at = now() + Math.max(SETTLE_MS, backOffMs(message.attempts, REFUSED_RETRY_MS));
    await messages.patch(message.key, { attempts: message.attempts + 1, nextTryAt: at });
    await messages.want([root], clock.now());
    return { kind: 'later', at };
  }

  async function moveToIncidents(message: Message, channel: string, slackError: string): Promise<Outcome> {
    log.warn({ key: message.key, channel, slackError }, 'message went to the incidents channel instead');
    const anew = { ts: undefined, postingSince: undefined, attempts: 0, nextTryAt: now() };
    await messages.patch(message.key, { ...anew, channel: incidents, body: withAskedIn(message.body, channel) });
    return { kind: 'later', at: now() };
  }

  /** Slack says no to this one, and will say so again: recorded, seen, tried now and then. */
  async function refuse({ key, kind, attempts }: Message, slackError: string, err: unknown): Promise<Outcome> {
    log.error({ key, kind, slackError, err }, 'message was refused by slack');
    deps.onFailure?.(kind, slackError);
    const at = now() + REFUSED_RETRY_MS;
    await messages.patch(key, { failure: slackError, postingSince: undefined, attempts: attempts + 1, nextTryAt: at });
    return { kind: 'later', at };
  }

  /** Posts wait for each other, or they would overtake; edits only where Slack takes no more of them. */
  async function wait({ key, attempts }: Message, delayMs: number, kind: 'later' | 'hold'): Promise<Outcome> {
    const at = now() + delayMs;
    await messages.patch(key, { nextTryAt: at, attempts });
    return { kind, at };
  }

  return async function recover({ message: stale, root, channel, thrown }: Trouble): Promise<Outcome> {
    const message = (await messages.find(stale.key)) ?? stale;
    const retryAfterMs = findRetryAfterMs(thrown);
    if (retryAfterMs !== undefined) return wait(message, retryAfterMs, 'hold');
    const slackError = findSlackError(thrown);
    if (slackError === undefined) {
      log.warn({ key: message.key, attempts: message.attempts, err: thrown }, 'message was not delivered yet');
      const delayMs = backOffMs(message.attempts, UNREACHABLE_RETRY_MS);
      const kind = message.ts === undefined ? 'hold' : 'later';
      return wait({ ...message, attempts: message.attempts + 1 }, delayMs, kind);
    }
    if (message.ts !== undefined && MESSAGE_GONE.has(slackError)) return postAnew(message);
    const isClosed = CHANNEL_CLOSED.has(slackError);
    if (root && (isClosed || THREAD_GONE.has(slackError))) return askRoot(message, root);
    if (isClosed && channel !== incidents) return moveToIncidents(message, channel, slackError);
    return refuse(message, slackError, thrown);
  };
}

const backOffMs = (attempts: number, maxMs: number): number => Math.min(maxMs, 1_000 * 2 ** Math.min(attempts, 10));
