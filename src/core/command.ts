import type { Actor } from './actor.ts';
import type { Inventory } from './inventory.ts';
import type { Alerts } from './ports/alerts.ts';
import type { Guards } from './ports/guards.ts';
import type { Runs } from './ports/runs.ts';
import type { AuditStore } from './store.ts';
import type { Texts } from './texts/catalogue.ts';

/** What a person typed after the command, quotes and dashes straightened. */
export interface CommandInput {
  /** Words that are not flags, in order. */
  words: readonly string[];
  /** Without the dashes: `dry-run`. */
  flags: ReadonlySet<string>;
  /** The text from the n-th word on, as typed. */
  rest(fromWord: number): string;
}

export interface CommandContext {
  actor: Actor;
  /** Where it was typed. */
  channel: string;
  inventory: Inventory;
  texts: Texts;
  runs: Runs;
  audit: Pick<AuditStore, 'list' | 'head'>;
  alerts: Alerts;
  now: Date;
  guards: Guards;
  /** Every command, for help. */
  commands: readonly Command[];
  /** Facts about the running bot, for `/watchkeeper status`. */
  status(): Promise<readonly string[]>;
}

/** `text` is shown to the asker alone, with Slack's *bold* and `code`; the adapter escapes foreign characters. */
export type Reply = { kind: 'text'; text: string } | { kind: 'choose_service'; runbook: string };

export interface Command {
  /** With the slash. */
  name: `/${string}`;
  /** `<needed> [optional]`, without the name. */
  usage: string;
  summary(texts: Texts): string;
  /** Whole lines that work. */
  examples: readonly string[];
  /** Known flags; any other is refused with the nearest of these. */
  flags?: readonly string[];
  run(input: CommandInput, context: CommandContext): Promise<Reply>;
}

/** Makes a slash command; the loader finds it by its file. */
export function defineCommand(command: Command): Command {
  return command;
}

export function isCommand(value: unknown): value is Command {
  return typeof value === 'object' && value !== null && 'usage' in value && 'run' in value;
}
