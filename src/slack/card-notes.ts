import { systemActor } from '../core/actor.ts';
import { formatDuration } from '../core/duration.ts';
import { findNextGate, gateEnd, hasEnded, isHalfWay, undoableSteps, type Run } from '../core/run.ts';
import { approvalWaitMs } from './card-lines.ts';
import type { CardContext } from './card-context.ts';
import { toEndingWord, toMention, toTime } from './card-words.ts';
import { clampLine, toCodeBlock } from './clamp.ts';
import { joinHint } from './join-hint.ts';

/** What people should read before they press a button: warnings, why it waits, what to decide, how it ended. */
export function noteLines(run: Run, context: CardContext): readonly string[] {
  const halfWay = halfWayLines(run, context);
  if (run.ending === 'done' || run.ending === 'dry_run' || halfWay.length > 0)
    return [...halfWay, ...warningLines(run, context), ...endingLines(run, context)];
  if (hasEnded(run.status)) return endingLines(run, context);
  const notice = run.notice === undefined ? [] : [`❗ ${clampLine(run.notice, 400, context.texts.cards.more)}`];
  return [
    ...frozenLines(context),
    ...notice,
    ...movedLines(run, context),
    ...warningLines(run, context),
    ...parkedLines(run, context),
    ...cancelLines(run, context),
    ...attentionLines(run, context),
  ];
}

/** On every card of a run that is not over: whoever decides must know. */
function frozenLines({ freeze, inventory, texts, now }: CardContext): readonly string[] {
  if (!freeze) return [];
  const person = toMention(freeze.person, inventory);
  const reason = clampLine(freeze.reason, 300, texts.cards.more);
  return [`❄ ${texts.guards.cardFrozen({ person, reason, time: toTime(freeze.since, inventory, now) })}`];
}

function movedLines({ status, service, recentMove, gateOpenedAt }: Run, { texts }: CardContext): readonly string[] {
  if (status !== 'awaiting_approval' || !recentMove) return [];
  const ago = formatDuration(Math.max(0, (gateOpenedAt ?? recentMove.at) - recentMove.at));
  const { run, runbook } = recentMove;
  const facts = { service: clampLine(service, 80, texts.cards.more), ago, runbook, run: `\`${run}\`` };
  return [`⚠ ${texts.guards.movedLately(facts)}`];
}

/** A run that was ended in the middle leaves something behind: what, is the first thing to know. */
function halfWayLines(run: Run, { texts }: CardContext): readonly string[] {
  if (!isHalfWay(run)) return [];
  const words = texts.cards;
  const done = undoableSteps(run).toReversed();
  const what = done.map((step) => `${step.plan.title} (${step.summary ?? step.plan.description})`).join('; ');
  return [`❗ ${words.halfWay({ done: clampLine(what, 500, words.more) })}`];
}

function warningLines(run: Run, { texts }: CardContext): readonly string[] {
  const words = texts.cards;
  const said = run.steps.flatMap((step) => [
    ...(step.warnings ?? []),
    ...(step.status === 'pending' ? (step.observed?.warnings ?? []) : []),
  ]);
  const warnings = [...new Set(said)].map((text) => words.warning({ text: clampLine(text, 200, words.more) }));
  const gate = run.status === 'awaiting_approval' ? findNextGate(run) : undefined;
  const covered = gate ? run.steps.slice(gate.before, gateEnd(run, gate)) : [];
  const forGood = covered.flatMap(({ plan: { title, irreversible } }) =>
    irreversible === undefined
      ? []
      : [
          words.irreversible({
            title: clampLine(title, 80, words.more),
            reason: clampLine(irreversible, 200, words.more),
          }),
        ],
  );
  const lines = [...warnings, ...forGood].map((line) => `⚠ ${line}`);
  return lines.length <= 5 ? lines : [...lines.slice(0, 5), words.more({ count: lines.length - 5 })];
}

function parkedLines(run: Run, { inventory, texts, now }: CardContext): readonly string[] {
  if (run.parkedUntil === undefined) return [];
  const reason = clampLine(run.parkedReason ?? texts.cards.parkedNoReason, 300, texts.cards.more);
  const time = toTime(run.parkedUntil, inventory, now);
  const since = toTime(run.parkedSince ?? run.updatedAt, inventory, now);
  return [`⏳ ${texts.cards.parked({ reason, time, since })}`];
}

function cancelLines(run: Run, { inventory, texts }: CardContext): readonly string[] {
  if (run.cancelRequestedBy === undefined) return [];
  return [`⏹ ${texts.cards.cancelRequested({ person: toMention(run.cancelRequestedBy, inventory) })}`];
}

function attentionLines(run: Run, { texts }: CardContext): readonly string[] {
  const { attention } = run;
  if (run.status !== 'needs_attention' || !attention) return [];
  const words = texts.cards;
  const step = run.steps[attention.step];
  const title = clampLine(step?.plan.title ?? '', 80, words.more);
  if (attention.kind === 'frozen') return [`❗ ${texts.guards.attentionFrozen({ title })}`];
  if (attention.kind === 'interrupted') return [`❗ ${words.attentionInterrupted({ title })}`];
  if (attention.kind === 'outcome_unknown') {
    const lines = [`❓ ${words.attentionUnknown({ title })}`];
    if (attention.howToCheck.length === 0) return lines;
    const commands = toCodeBlock(attention.howToCheck.join('\n'), 1_000, words.outputCutNoFile).block;
    return [...lines, `${words.howToCheck}\n${commands}`];
  }
  const error = step?.error;
  const message = clampLine(error?.message ?? '', 400, words.more);
  const ref = error?.ref === undefined ? '' : ` (${words.errorRef({ ref: clampLine(error.ref, 40, words.more) })})`;
  const hint = error?.hint === undefined ? undefined : clampLine(error.hint, 300, words.more);
  return [`❗ ${joinHint(`${words.attentionFailed({ title, message })}${ref}`, hint)}`];
}

function endingLines(run: Run, { inventory, texts, now }: CardContext): readonly string[] {
  const words = texts.cards;
  const word = run.ending ? toEndingWord(run.ending, words) : texts.runs.status[run.status];
  const ending =
    run.endingBy === undefined || run.endingBy === systemActor.person
      ? word
      : words.endedBy({ ending: word, person: toMention(run.endingBy, inventory) });
  const endedAt = run.endedAt ?? run.updatedAt;
  const duration = formatDuration(Math.max(0, endedAt - run.createdAt));
  const lines = [words.endedAt({ ending, time: toTime(endedAt, inventory, now), duration })];
  if (run.endingReason !== undefined && run.endingReason.trim() !== '') {
    lines.push(`“${clampLine(run.endingReason, 500, words.more)}”`);
  }
  // What a check refused can be mended or done another way: it says how.
  const failed = run.ending === 'refused' ? run.steps.filter((step) => step.status === 'failed') : [];
  for (const { error } of failed) if (error?.hint !== undefined) lines.push(clampLine(error.hint, 300, words.more));
  const parts = partsOf(run, endedAt, words);
  if (parts.length > 0) lines.push(words.took({ parts: parts.join(', ') }));
  return [lines.join(' ')];
}

/** What took how long, for a run that somebody had to approve. */
function partsOf(run: Run, endedAt: number, words: CardContext['texts']['cards']): string[] {
  const waitMs = approvalWaitMs(run);
  if (run.gateOpenedAt === undefined || waitMs === undefined) return [];
  const actingMs = endedAt - run.gateOpenedAt - waitMs;
  return [
    words.tookLooking({ duration: formatDuration(Math.max(0, run.gateOpenedAt - run.createdAt)) }),
    words.tookApproval({ duration: formatDuration(waitMs) }),
    words.tookActing({ duration: formatDuration(Math.max(0, actingMs)) }),
  ];
}
