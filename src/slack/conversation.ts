import { randomBytes } from 'node:crypto';
import type { AuditDraft } from '../core/audit.ts';
import type { Clock } from '../core/clock.ts';
import { OpsError, toOpsError } from '../core/errors.ts';
import type { Inventory } from '../core/inventory.ts';
import type { Guards } from '../core/ports/guards.ts';
import type { Log } from '../core/ports/log.ts';
import type { Runs } from '../core/ports/runs.ts';
import { redact } from '../core/redact.ts';
import { findStoreTrouble } from '../core/store-trouble.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { toSections } from './card.ts';
import { clamp } from './clamp.ts';
import { escapeText } from './escape.ts';
import type { Identity } from './identity.ts';
import type { SlackWeb } from './web.ts';
import { joinHint } from './join-hint.ts';

/** What commands, buttons, modals and App Home need. */
export interface ConversationDeps {
  /** Late, because the engine needs the directory that Slack gives. */
  runs: () => Runs;
  guards: () => Guards;
  inventory: Inventory;
  texts: Texts;
  clock: Clock;
  log: Log;
  web: SlackWeb;
  /** Who we are; undefined until Slack has said so. */
  findIdentity(): Identity | undefined;
  /** The process is about to end: take nothing new. */
  isDraining(): boolean;
  /** For what is refused here, before the engine hears of it. */
  writeDown(refusal: AuditDraft): Promise<void>;
}

/** Where a private answer can go, best first. */
export interface Listener {
  user: string;
  channel?: string | undefined;
  responseUrl?: string | undefined;
}

/** Why this person may not use the bot at all: from another workspace, or no person. Undefined for everybody else. */
export function findStranger(
  user: { id: string; team_id?: string | undefined },
  { findIdentity, texts }: Pick<ConversationDeps, 'findIdentity' | 'texts'>,
): string | undefined {
  const us = findIdentity();
  if (!us) return texts.cards.restarting;
  if (user.id === us.botUserId || user.id === 'USLACKBOT' || user.id.startsWith('B')) return texts.cards.robot;
  const isOurs = user.team_id === undefined || user.team_id === us.teamId || user.team_id === us.enterpriseId;
  return isOurs ? undefined : texts.cards.stranger;
}

/** What a person is told of something thrown; bugs get a reference, and their stack goes to the log. */
export function toRefusal(
  thrown: unknown,
  { texts, log }: Pick<ConversationDeps, 'texts' | 'log'>,
  facts: Record<string, unknown>,
): string {
  const error = toOpsError(thrown);
  const trouble = findStoreTrouble(error);
  if (trouble !== undefined) {
    log.error({ ...facts, trouble, err: error.cause }, 'slack request was refused: the database cannot be written');
    return joinHint(texts.audit.notWritable[trouble], texts.audit.notWritableHint);
  }
  if (error.code === 'internal') {
    const ref = randomBytes(4).toString('hex');
    log.error({ ...facts, ref, err: error.cause ?? error }, 'slack request hit an internal error');
    return texts.cards.internalError({ ref });
  }
  log.info({ ...facts, code: error.code }, 'slack request was refused');
  return joinHint(error.message, error.hint);
}

/** Text of ours and of others for one person: nothing in it can mention or link. */
export function toPrivate(text: string, texts: Texts): { text: string; blocks: ReturnType<typeof toSections> } {
  const more = texts.cards.more;
  const safe = redact(text);
  const lines = safe.split('\n').map((line) => clamp(line, 2_800, { more, write: escapeText }));
  return { text: clamp(safe, 3_000, { more, write: escapeText }), blocks: toSections(lines, 11_000, more) };
}

/** Tells one person something, by whichever way is open. Never throws: there is nobody left to tell. */
export async function answerPrivately(
  deps: Pick<ConversationDeps, 'web' | 'texts' | 'log'>,
  to: Listener,
  text: string,
): Promise<void> {
  const { web, texts, log } = deps;
  const message = toPrivate(text, texts);
  const { user, channel, responseUrl } = to;
  const ways: (() => Promise<unknown>)[] = [];
  if (responseUrl !== undefined) {
    ways.push(() => web.respond(responseUrl, { ...message, response_type: 'ephemeral', replace_original: false }));
  }
  if (channel !== undefined) ways.push(() => web.call('chat.postEphemeral', { ...message, channel, user }));
  ways.push(() =>
    web.call('chat.postMessage', { ...message, channel: user, unfurl_links: false, unfurl_media: false }),
  );
  for (const way of ways) {
    try {
      await way();
      return;
    } catch (err) {
      // It may have arrived; twice would be worse here than not at all.
      if (err instanceof OpsError && err.code === 'outcome_unknown') return;
      log.warn({ user, channel, err }, 'private answer did not arrive this way');
    }
  }
}
