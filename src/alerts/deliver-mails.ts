import { firesSince, type AlertGroup } from '../core/alert.ts';
import type { AlertChange } from '../core/alert-store.ts';
import type { Clock } from '../core/clock.ts';
import { toOpsError } from '../core/errors.ts';
import { findAlertGroupId, type AlertGroupId } from '../core/ids.ts';
import type { Message } from '../core/message.ts';
import type { Log } from '../core/ports/log.ts';
import type { Mailer } from '../core/ports/mailer.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { MailBody } from './calls.ts';
import { dropMail, failMail, settleMail, type MailFacts } from './settle-mail.ts';
import { createToMail } from './to-mail.ts';

export interface MailDeps {
  store: Pick<Store, 'alerts' | 'messages' | 'peers'>;
  mailer: Mailer;
  /** Address of a message in Slack, by its key; undefined where Slack cannot tell. */
  findLink(key: string): Promise<string | undefined>;
  texts: Texts;
  timezone: string;
  clock: Clock;
  log: Log;
  onMessages(): void;
}

export interface MailDelivery {
  start(): void;
  /** Gives what is in hand three seconds; what the server may have taken is sent again, as the same mail. */
  stop(): Promise<void>;
  /** Mails are wanted: do not wait for the next look. */
  wake(): void;
  /** One look, as it is made every few seconds. */
  look(): Promise<void>;
}

const LOOK_EVERY_MS = 3_000;
const BATCH = 40;
const AT_ONCE = 4;
const SEND_MS = 60_000;
const STOP_MS = 3_000;
const RETRY_MS = 10_000;
const RETRY_MAX_MS = 300_000;

/**
 * Hands wanted mails to the server, beside everything else: a server that hangs holds up nothing but mails. What was taken
 * is settled in one transaction with its entry and its note; until that commit it may be sent again, under the same id.
 */
export function createMailDelivery(deps: MailDeps): MailDelivery {
  const { store, mailer, texts, timezone, clock, log, onMessages } = deps;
  const toMail = createToMail(deps);
  const stopped = new AbortController();
  const aborted = new AbortController();
  /** Taken by the server, and not settled because the database could not be written. */
  const taken = new Map<string, number>();
  let nap = new AbortController();
  let loop: Promise<void> = Promise.resolve();

  async function deliver(message: Message): Promise<void> {
    const { key } = message;
    const id = findAlertGroupId(key.split('/', 1)[0] ?? '');
    const group = id && (await store.alerts.findGroup(id));
    if (!group) return store.messages.patch(key, { deliveredVersion: message.wantedVersion });
    const facts: MailFacts = { key, body: message.body as unknown as MailBody, texts, timezone };
    const takenAt = taken.get(key);
    if (takenAt === undefined && isPointless(group, facts.body))
      return change(group.id, (before) => dropMail(before, facts));
    try {
      if (takenAt === undefined)
        await mailer.send(
          await toMail(group, facts.body),
          AbortSignal.any([aborted.signal, AbortSignal.timeout(SEND_MS)]),
        );
    } catch (thrown) {
      if (aborted.signal.aborted) return;
      return fail(message, group, facts, thrown);
    }
    const at = takenAt ?? clock.now().getTime();
    taken.set(key, at);
    await change(group.id, (before) => settleMail(before, facts, at));
    taken.delete(key);
  }

  async function fail(message: Message, group: AlertGroup, facts: MailFacts, thrown: unknown): Promise<void> {
    const error = toOpsError(thrown);
    const isForGood = error.code === 'remote_failed';
    log.warn(
      { key: message.key, attempts: message.attempts, code: error.code, reason: error.message },
      'mail was not taken',
    );
    if (!isForGood) {
      const nextTryAt = clock.now().getTime() + Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** Math.min(message.attempts, 10));
      await store.messages.patch(message.key, { attempts: message.attempts + 1, nextTryAt });
    }
    await change(group.id, (before, now) => failMail(before, facts, { reason: error.message, isForGood, now }));
  }

  async function change(id: AlertGroupId, decide: (group: AlertGroup, now: Date) => AlertChange): Promise<void> {
    const now = clock.now();
    await store.alerts.updateGroup(id, now, (before) => decide(before, now));
    onMessages();
  }

  async function look(): Promise<void> {
    if (!store.peers.isLeader()) return;
    const due = await store.messages.listDue(clock.now(), BATCH, 'mail');
    for (let from = 0; from < due.length && !stopped.signal.aborted; from += AT_ONCE) {
      await Promise.all(
        due
          .slice(from, from + AT_ONCE)
          .map((message) =>
            deliver(message).catch((err: unknown) => log.error({ key: message.key, err }, 'mail could not be settled')),
          ),
      );
    }
  }

  return {
    look,
    wake: () => nap.abort(),
    start() {
      loop = (async () => {
        while (!stopped.signal.aborted) {
          nap = new AbortController();
          await look().catch((err: unknown) => log.error({ err }, 'wanted mails could not be read'));
          if (!stopped.signal.aborted) await clock.sleep(LOOK_EVERY_MS, nap.signal);
        }
      })();
    },
    async stop() {
      stopped.abort();
      nap.abort();
      const patience = new AbortController();
      await Promise.race([loop, clock.sleep(STOP_MS, patience.signal)]);
      patience.abort();
      aborted.abort();
      await loop;
    },
  };
}

/** Nobody needs to be woken any more. */
function isPointless(group: AlertGroup, { news, since }: MailBody): boolean {
  if (news.kind !== 'unclaimed') return false;
  return (
    group.open === 0 || group.acknowledged !== undefined || group.silenced !== undefined || firesSince(group) !== since
  );
}
