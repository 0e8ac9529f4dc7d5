import { OpsError } from '../core/errors.ts';
import { findRunId, type RunId } from '../core/ids.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { Desk } from './desk.ts';
import { openDesk } from './open-desk.ts';
import { toUsageError } from './usage-error.ts';
import type { Flag, VerbContext, VerbInput } from './verb.ts';

export const deskFlags: Readonly<Record<'as' | 'json', Flag>> = {
  as: { takes: 'person', summary: ({ cli }) => cli.flags.as },
  json: { summary: ({ cli }) => cli.flags.json },
};

export const noWait: Flag = { summary: ({ cli }) => cli.flags.noWait };
export const yes: Flag = { summary: ({ cli }) => cli.flags.yes };
export const code: Flag = { takes: 'digits', summary: ({ cli }) => cli.flags.code };
export const reason: Flag = { takes: 'text', summary: ({ cli }) => cli.flags.reason };

/** Opens the desk for as long as `work` lasts, and says what a person should know about it. */
export async function withDesk(
  input: VerbInput,
  context: VerbContext,
  work: (desk: Desk) => Promise<number | void>,
): Promise<number | void> {
  const desk = await openDesk(input, context);
  try {
    const { cli } = desk.texts;
    if (input.flags['as'] !== undefined) context.screen.warn(cli.rootSpeaks({ person: desk.person }));
    return await work(desk);
  } finally {
    await desk.close();
  }
}

/** What was given with a flag that takes a value. */
export function textOf({ flags }: VerbInput, name: string): string | undefined {
  const given = flags[name];
  return typeof given === 'string' ? given : undefined;
}

/** The id of a run as people type it. Errors: usage. */
export function getTypedRunId(typed: string | undefined, { cli }: Texts): RunId {
  const id = findRunId(typed ?? '');
  if (id !== undefined) return id;
  throw toUsageError(cli.notARun({ typed: (typed ?? '').slice(0, 64) }), cli.notARunHint);
}

/** Has a person say yes, unless that was said already with a flag. `invalid_input` where nobody can be asked. */
export async function requireYes(
  question: string,
  { flags }: VerbInput,
  context: VerbContext,
  { cli }: Texts,
): Promise<void> {
  if (flags['yes'] === true || flags['binding'] !== undefined) return;
  const answer = flags['json'] === true ? undefined : await context.confirm(cli.confirm({ question }));
  if (answer === true) return;
  if (answer === undefined) throw toUsageError(cli.yesNeeded, cli.yesNeededHint);
  throw new OpsError('conflict', cli.notConfirmed);
}
