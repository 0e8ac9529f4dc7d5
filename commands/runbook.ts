import { checkFlags } from '../src/core/check-flags.ts';
import { chooseVerb } from '../src/core/choose-verb.ts';
import { defineCommand, type CommandContext, type CommandInput, type Reply } from '../src/core/command.ts';
import { formatDuration } from '../src/core/duration.ts';
import { OpsError } from '../src/core/errors.ts';
import { getService } from '../src/core/get-service.ts';
import { findRunId, type RunId } from '../src/core/ids.ts';
import { findNearest } from '../src/core/nearest.ts';
import { requestRun } from '../src/core/request-run.ts';
import { hasEnded, type Run } from '../src/core/run.ts';

const verbs = ['list', 'show', 'run', 'status', 'cancel'] as const;
const LISTED_RUNS = 5;
/** More than can be active: one a service, and a few that only read. */
const MAX_ACTIVE = 50;

export const runbook = defineCommand({
  name: '/runbook',
  usage: 'list · show <name> · run <name> [service] [key=value …] [--dry-run] · status [run] · cancel <run>',
  summary: ({ commands }) => commands.runbookSummary,
  examples: [
    '/runbook list',
    '/runbook show failover',
    '/runbook run failback nextuse healthyFor=5m',
    '/runbook status',
  ],
  flags: ['dry-run'],
  async run(input, context) {
    const verb = chooseVerb(input.words[0], verbs, 'list', context.texts);
    checkFlags(input, verb === 'run' ? ['dry-run'] : [], context.texts);
    if (verb === 'run') return start(input, context);
    if (verb === 'show') return { kind: 'text', text: show(input, context) };
    if (verb === 'status') return { kind: 'text', text: await status(input, context) };
    if (verb === 'cancel') return { kind: 'text', text: await cancel(input, context) };
    return { kind: 'text', text: list(context) };
  },
});

function list({ runs, texts }: CommandContext): string {
  const lines = runs.runbooks.map(({ name, summary, params }) => {
    const extra = params.filter((param) => param !== 'service').map((param) => ` [${param}=…]`);
    return `• \`${name}\`${extra.join('')}  ${summary}`;
  });
  return [texts.commands.runbookList, ...lines].join('\n');
}

function getName({ words }: CommandInput, { runs, texts }: CommandContext): string {
  const names = runs.runbooks.map(({ name }) => name);
  const [, typed] = words;
  const hint = texts.commands.knownRunbooks({ names: names.join(', ') });
  if (typed === undefined) throw new OpsError('invalid_input', texts.commands.runbookMissing, { hint });
  const found = names.find((name) => name === typed.toLowerCase());
  if (found !== undefined) return found;
  const facts = { typed: typed.slice(0, 64), nearest: findNearest(typed, names) };
  throw new OpsError('not_found', texts.commands.unknownRunbook(facts), { hint });
}

/** The plan for the named service, else for the first of the inventory: what a runbook does is best seen on one. */
function show(input: CommandInput, context: CommandContext): string {
  const { inventory, runs, texts } = context;
  const name = getName(input, context);
  const service = getService(inventory, input.words[2] ?? Object.keys(inventory.services)[0] ?? '').name;
  const { commands } = texts;
  const steps = runs
    .preview(name, service)
    .map((step, index) => `${index + 1}. *${step.title}* (${step.risk})  ${step.description}`);
  const { summary, wayBack } = runs.runbooks.find((one) => one.name === name) ?? { summary: '' };
  return [
    `*${name}*  ${summary}`,
    commands.planFor({ service }),
    ...steps,
    ...(wayBack === undefined ? [] : [commands.wayBack({ runbook: wayBack })]),
  ].join('\n');
}

function start(input: CommandInput, context: CommandContext): Promise<Reply> {
  const name = getName(input, context);
  const given = input.words.slice(2).map((word) => ({ word, pair: /^([A-Za-z][A-Za-z0-9]*)=(.*)$/s.exec(word) }));
  const service = given[0]?.pair ? undefined : given[0]?.word;
  const params = Object.fromEntries(
    given.flatMap(({ pair }) => (pair ? [[pair[1] ?? '', pair[2] ?? ''] as const] : [])),
  );
  if (Object.hasOwn(params, 'service')) throw new OpsError('invalid_input', context.texts.commands.serviceIsAWord);
  const reason = given.flatMap(({ word, pair }, index) => (pair || index === 0 ? [] : [word])).join(' ');
  return requestRun({ runbook: name, service, params, reason }, input, context);
}

async function status(input: CommandInput, context: CommandContext): Promise<string> {
  const { runs, texts } = context;
  if (input.words[1] !== undefined) {
    const run = await runs.find(getRunId(input, context));
    if (!run) throw new OpsError('not_found', texts.commands.unknownRun({ typed: input.words[1].slice(0, 64) }));
    return toDetail(run, context);
  }
  const recent = await runs.list({ limit: MAX_ACTIVE });
  const active = recent.filter((run) => !hasEnded(run.status));
  const ended = recent.filter((run) => hasEnded(run.status)).slice(0, LISTED_RUNS);
  return [
    active.length === 0 ? texts.commands.noActiveRuns : texts.commands.activeRuns,
    ...active.map((run) => `• ${toLine(run, context)}`),
    ...(ended.length === 0 ? [] : [texts.commands.lastRuns, ...ended.map((run) => `• ${toLine(run, context)}`)]),
  ].join('\n');
}

function toLine(
  { id, runbook: name, service, status: now, requestedBy, isDryRun }: Run,
  { texts }: CommandContext,
): string {
  return texts.commands.runLine({
    run: id,
    runbook: name,
    service,
    status: texts.runs.status[now],
    person: requestedBy.person,
    isDryRun,
  });
}

function toDetail(run: Run, context: CommandContext): string {
  const { commands } = context.texts;
  const steps = run.steps.map(({ plan, status: now, summary, startedAt, endedAt, error }) => {
    const took = startedAt === undefined || endedAt === undefined ? '' : `  ${formatDuration(endedAt - startedAt)}`;
    return `• ${plan.title}: ${commands.stepStatus[now]}${took}${[summary, error?.message].flatMap((text) => (text === undefined ? [] : [`  ${text}`])).join('')}`;
  });
  return [toLine(run, context), ...steps].join('\n');
}

async function cancel(input: CommandInput, context: CommandContext): Promise<string> {
  const { runs, actor, texts } = context;
  const run = await runs.cancel(getRunId(input, context), actor);
  return hasEnded(run.status) ? texts.commands.canceled({ run: run.id }) : texts.commands.canceling({ run: run.id });
}

function getRunId({ words }: CommandInput, { texts }: CommandContext): RunId {
  const typed = words[1];
  const id = typed === undefined ? undefined : findRunId(typed);
  if (id !== undefined) return id;
  const message =
    typed === undefined ? texts.commands.runMissing : texts.commands.notARun({ typed: typed.slice(0, 64) });
  throw new OpsError('invalid_input', message, { hint: texts.commands.runHint });
}
