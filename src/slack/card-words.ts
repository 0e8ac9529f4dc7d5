import type { Actor } from '../core/actor.ts';
import type { Inventory } from '../core/inventory.ts';
import type { Ending, StepStatus } from '../core/run.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { escapeText } from './escape.ts';

type Words = Texts['cards'];

/** A sign for the eye and the word that it stands for. */
export function toStepWord(status: StepStatus, words: Words): { sign: string; word: string } {
  const table: Record<StepStatus, { sign: string; word: string }> = {
    pending: { sign: '○', word: words.stepPending },
    running: { sign: '▶', word: words.stepRunning },
    succeeded: { sign: '✅', word: words.stepSucceeded },
    failed: { sign: '❌', word: words.stepFailed },
    skipped: { sign: '⏭', word: words.stepSkipped },
    unknown: { sign: '❓', word: words.stepUnknown },
    undone: { sign: '↩', word: words.stepUndone },
  };
  return table[status];
}

export function toEndingWord(ending: Ending, words: Words): string {
  const table: Record<Ending, string> = {
    done: words.endedDone,
    settled: words.endedSettled,
    dry_run: words.endedDryRun,
    refused: words.endedRefused,
    denied: words.endedDenied,
    aborted: words.endedAborted,
    rolled_back: words.endedRolledBack,
    canceled: words.endedCanceled,
    expired: words.endedExpired,
  };
  return table[ending];
}

/** How a person is written on a card: a Slack id as Slack shows it, any other name escaped. */
export function toMention(person: string | Pick<Actor, 'person' | 'slackId'>, inventory: Inventory): string {
  const name = typeof person === 'string' ? person : person.person;
  const known = inventory.people.find((one) => one.name === name)?.slack;
  const id = (typeof person === 'string' ? undefined : person.slackId) ?? known ?? name;
  if (/^[UW][A-Z0-9]{2,}$/.test(id)) return `<@${id}>`;
  return escapeText(name);
}

/** `U…` people and `S…` usergroups as mentions. */
export function toApprovers(ids: readonly string[], words: Words): string {
  if (ids.length === 0) return words.nobody;
  const shown = ids
    .slice(0, 10)
    .map((id) => (id.startsWith('S') ? `<!subteam^${escapeText(id)}>` : `<@${escapeText(id)}>`));
  return [...shown, ...(ids.length > 10 ? [words.more({ count: ids.length - 10 })] : [])].join(', ');
}

/** In the reader's own time zone; the inventory's where Slack cannot show that. */
export function toTime(at: number | Date, inventory: Pick<Inventory, 'timezone'>, now: Date): string {
  const date = new Date(at);
  const isSoon = Math.abs(date.getTime() - now.getTime()) < 12 * 3_600_000;
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const day: Intl.DateTimeFormatOptions = { year: 'numeric', month: '2-digit', day: '2-digit' };
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: inventory.timezone, ...clock, ...(isSoon ? {} : day) });
  return `<!date^${Math.floor(date.getTime() / 1_000)}^${isSoon ? '{time}' : '{date_num} {time}'}|${format.format(date)}>`;
}
