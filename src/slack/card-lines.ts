import { formatDuration } from '../core/duration.ts';
import type { Inventory } from '../core/inventory.ts';
import { countPlaces } from '../core/places.ts';
import { distinctYes, requirementsOf, tally } from '../core/policy.ts';
import { findNextGate, gateEnd, hasEnded, type Gate, type Run, type RunStep, type Vote } from '../core/run.ts';
import type { CardContext } from './card-context.ts';
import { toApprovers, toMention, toStepWord, toTime } from './card-words.ts';
import { clampLine } from './clamp.ts';

/** Slack refuses more than about 13,200 characters of blocks; the steps get this much of it. */
const STEPS_BUDGET = 7_000;
const LONGEST_STEP = 450;

/** Which run, how it stands (not where the line stays as it is for good), who asked for it and why. */
export function headerLine(run: Run, { inventory, texts }: CardContext, { isForGood = false } = {}): string {
  const words = texts.cards;
  const title = words.title({
    runbook: clampLine(run.runbook, 60, words.more),
    service: clampLine(run.service, 80, words.more),
  });
  const status = texts.runs.status[run.status];
  const parts = [`*${title}*`];
  if (!isForGood)
    parts.push(`*${run.isRollingBack && !hasEnded(run.status) ? `${status}, ${words.rollingBack}` : status}*`);
  if (run.isDryRun) parts.push(words.dryRun);
  parts.push(`\`${run.id}\``, words.askedBy({ person: toMention(run.requestedBy, inventory) }));
  if (run.reason.trim() !== '') parts.push(`“${clampLine(run.reason, 500, words.more)}”`);
  if (run.round > 1) parts.push(words.round({ round: run.round }));
  return parts.join(' · ');
}

/** One line per step, and one per gate where it stands. */
export function stepLines(run: Run, context: CardContext): readonly string[] {
  const longest = Math.min(LONGEST_STEP, Math.floor(STEPS_BUDGET / Math.max(1, run.steps.length)));
  const steps = isCutShort(run) ? run.steps.filter((step) => step.status !== 'pending') : run.steps;
  return steps.flatMap((step) => {
    const gate = run.plan.gates.find((one) => one.before === step.index);
    const line = stepLine(step, longest, { ...context, isEnded: hasEnded(run.status) });
    return gate && !run.isDryRun ? [gateLine(run, gate, context), line] : [line];
  });
}

/** What was never begun, and never will be, is no news. */
function isCutShort({ ending }: Run): boolean {
  return ending === 'settled' || ending === 'refused';
}

function stepLine(step: RunStep, longest: number, context: CardContext & { isEnded: boolean }): string {
  const words = context.texts.cards;
  const { sign, word: standing } = toStepWord(step.status, words);
  const word = context.isEnded && step.status === 'pending' ? words.stepNotDone : standing;
  const took = step.startedAt !== undefined && step.endedAt !== undefined ? step.endedAt - step.startedAt : undefined;
  const state = [
    ...(step.note === 'skipped' ? [] : [word]),
    ...(took !== undefined && step.status !== 'pending' ? [formatDuration(Math.max(0, took))] : []),
    ...(step.attempt > 1 ? [words.attempt({ attempt: step.attempt })] : []),
    ...noteOf(step, context),
  ].join(', ');
  const title = clampLine(step.plan.title, 80, words.more);
  const room = Math.max(60, longest - 120);
  const what = clampLine(whatOf(step), room, words.more);
  return `${sign} *${title}* (${state})${what === '' ? '' : ` ${what}`}`;
}

/** A planned step says what it will do; another one says what came of it. */
function whatOf(step: RunStep): string {
  if (step.status === 'failed' && step.error) return step.error.message;
  if (step.status !== 'pending' && step.summary !== undefined) return step.summary;
  // Looked at, a step can say what it will do as things are; that is shorter, and what is approved.
  return step.observed?.summary ?? step.plan.description;
}

function noteOf(step: RunStep, { inventory, texts }: CardContext): string[] {
  const words = texts.cards;
  const person = step.noteBy === undefined ? words.nobody : toMention(step.noteBy, inventory);
  if (step.note === 'probed') return [words.noteProbed];
  if (step.note === 'attested') return [words.noteAttested({ person })];
  if (step.note !== 'skipped') return [];
  return [words.noteSkipped({ person, reason: clampLine(step.noteReason ?? '', 200, words.more) })];
}

function gateLine(run: Run, gate: Gate, context: CardContext): string {
  const words = context.texts.cards;
  const { sign, text } = gateState(run, gate, context);
  return `${sign} *${words.approval}* ${text}`;
}

function gateState(run: Run, gate: Gate, context: CardContext): { sign: string; text: string } {
  const { inventory, texts, now } = context;
  const words = texts.cards;
  if (run.clearedUpTo >= gateEnd(run, gate)) return passedGate(run, gate, context);
  if (run.status === 'awaiting_approval' && findNextGate(run)?.before === gate.before) {
    const given = approvalsOf(run, inventory.people);
    const asked = tally(gate, given, inventory.people);
    const requester = toMention(run.requestedBy, inventory);
    const text = [
      words.gateWaiting({
        given: asked.given,
        needed: asked.needed,
        approvers: approversOf(run, gate, context),
        requester,
      }),
    ];
    if (run.expiresAt !== undefined) text.push(words.gateExpires({ time: toTime(run.expiresAt, inventory, now) }));
    if (given.length > 0)
      text.push(words.gateApprovedSoFar({ people: given.map((vote) => toMention(vote, inventory)).join(', ') }));
    return { sign: '⏸', text: text.join(' · ') };
  }
  const denial = run.votes.find((vote) => vote.decision === 'deny');
  if (run.ending === 'denied' && denial)
    return {
      sign: '❌',
      text: words.gateDenied({ person: toMention(denial, inventory), time: toTime(denial.at, inventory, now) }),
    };
  if (hasEnded(run.status)) return { sign: '○', text: words.gateClosed };
  // No names yet: a card that is posted with them calls people before there is anything to decide.
  return { sign: '○', text: words.gateLater({ needed: countPlaces(requirementsOf(gate)) }) };
}

/** Any of these; or of a list what is still missing, each with its number. */
function approversOf(run: Run, gate: Gate, { inventory, texts: { cards: words } }: CardContext): string {
  const isOther = (id: string): boolean => id !== run.requestedBy.slackId;
  if (!gate.requirements) return toApprovers(gate.approvers.filter(isOther), words);
  const { open } = tally(gate, approvalsOf(run, inventory.people), inventory.people);
  return open.map(({ from, approvals }) => `${approvals} × ${toApprovers(from.filter(isOther), words)}`).join(' + ');
}

/** Votes are bound to the newest binding; of gates before the last one that was passed only that they were passed is said. */
function passedGate(run: Run, gate: Gate, { inventory, texts, now }: CardContext): { sign: string; text: string } {
  const words = texts.cards;
  const isNewest = run.clearedUpTo === gateEnd(run, gate);
  const { glass } = run;
  if (isNewest && glass && glass.binding === run.binding) {
    const reason = clampLine(glass.reason, 300, words.more);
    const { given, needed } = glass;
    const facts = {
      person: toMention(glass, inventory),
      time: toTime(glass.at, inventory, now),
      given,
      needed,
      reason,
    };
    return { sign: '🚨', text: texts.guards.gateBroken(facts) };
  }
  const votes = isNewest ? approvalsOf(run, inventory.people) : [];
  const last = votes.at(-1);
  if (!last) return { sign: '✅', text: words.stepSucceeded };
  const people = votes.map((vote) => toMention(vote, inventory)).join(', ');
  const time = toTime(last.at, inventory, now);
  const waitMs = approvalWaitMs(run);
  if (waitMs === undefined) return { sign: '✅', text: words.gatePassed({ people, time }) };
  return { sign: '✅', text: words.gatePassedAfter({ people, time, duration: formatDuration(waitMs) }) };
}

/** The yeses to what is shown now, one per person. */
export function approvalsOf(run: Run, people: Inventory['people']): readonly Vote[] {
  return distinctYes(
    run.votes.filter((vote) => vote.decision === 'approve' && vote.subject === run.binding),
    people,
  );
}

/** From the opening of the gate to what opened it: the last yes, or the broken glass. */
export function approvalWaitMs(run: Run): number | undefined {
  const votes = run.votes.filter((vote) => vote.decision === 'approve' && vote.subject === run.binding);
  const at = run.glass?.binding === run.binding ? run.glass?.at : votes.at(-1)?.at;
  if (at === undefined || run.gateOpenedAt === undefined || at < run.gateOpenedAt) return undefined;
  return at - run.gateOpenedAt;
}
