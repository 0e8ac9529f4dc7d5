import type { AuditEntry } from '../src/core/audit.ts';
import { checkFlags } from '../src/core/check-flags.ts';
import { defineCommand, type CommandContext, type CommandInput } from '../src/core/command.ts';
import { describeSubject } from '../src/core/describe-subject.ts';
import { OpsError } from '../src/core/errors.ts';
import { findRunId } from '../src/core/ids.ts';
import { findNearest } from '../src/core/nearest.ts';
import type { AuditFilter } from '../src/core/store.ts';

const DEFAULT_COUNT = 10;
const MAX_COUNT = 50;

export const audit = defineCommand({
  name: '/audit',
  usage: '[run|service|@person] [n]',
  summary: ({ audit: texts }) => texts.summary,
  examples: ['/audit nextuse', '/audit @jin 20', '/audit run_01M7YKRMJ80KMM8H81T1'],
  async run(input, context) {
    checkFlags(input, [], context.texts);
    const { texts } = context;
    const { about, count } = toWanted(input, context);
    const [entries, head] = [
      await context.audit.list({ ...toFilter(about, context), limit: count }),
      await context.audit.head(),
    ];
    const { command } = texts.audit;
    const lines = entries.toReversed().map((entry) => toLine(entry, context));
    return {
      kind: 'text',
      text: [
        about === undefined ? command.titleAll : command.title({ about }),
        ...(lines.length === 0 ? [texts.audit.noEntries] : lines),
        ...(head ? [command.head({ sequence: head.sequence, hash: head.hash })] : []),
      ].join('\n'),
    };
  },
});

/** A number alone is how many; a service may be called like one only where it stands first of two. */
function toWanted({ words }: CommandInput, { texts }: CommandContext): { about: string | undefined; count: number } {
  const [first, second] = words;
  const isAlone = second === undefined && first !== undefined && /^\d+$/.test(first);
  const about = isAlone ? undefined : first;
  const typed = isAlone ? first : second;
  const count = Number(typed ?? DEFAULT_COUNT);
  if (Number.isInteger(count) && count > 0 && count <= MAX_COUNT) return { about, count };
  throw new OpsError('invalid_input', texts.audit.badCount({ typed: (typed ?? '').slice(0, 64), most: MAX_COUNT }));
}

function toFilter(about: string | undefined, { inventory, texts }: CommandContext): AuditFilter {
  if (about === undefined) return {};
  const run = findRunId(about);
  if (run !== undefined) return { run };
  const services = Object.keys(inventory.services);
  const service = services.find((name) => name === about.toLowerCase());
  if (service !== undefined) return { service };
  const typed = about.replace(/^@/, '');
  const person = inventory.people.find(({ name, slack }) => name === typed.toLowerCase() || slack === typed);
  if (person) return { actor: person.name };
  // People whom the inventory does not know stand in the trail with their Slack id, and the bot as `system`.
  if (typed === 'system' || /^[UW][A-Z0-9]{4,}$/.test(typed)) return { actor: typed };
  const nearest = findNearest(typed, [...services, ...inventory.people.map(({ name }) => `@${name}`)]);
  throw new OpsError('not_found', texts.audit.command.unknown({ typed: about.slice(0, 64), nearest }), {
    hint: texts.audit.command.unknownHint,
  });
}

function toLine({ sequence, at, actor, act, subject, outcome }: AuditEntry, { texts }: CommandContext): string {
  const time = `${at.slice(0, 19).replace('T', ' ')}Z`;
  return texts.audit.command.line({
    sequence,
    at: time,
    person: actor,
    act,
    about: describeSubject(subject),
    outcome,
  });
}
