import type { KnownBlock, SectionBlock } from '@slack/types';
import { hasEnded, type Run } from '../core/run.ts';
import { cardButtons } from './card-buttons.ts';
import type { CardContext, Rendered } from './card-context.ts';
import { headerLine, stepLines } from './card-lines.ts';
import { noteLines } from './card-notes.ts';
import { clampLine, countCodePoints, type More } from './clamp.ts';

const SECTION_MAX = 2_900;
const STEPS_MAX = 8_000;
const NOTES_MAX = 2_600;

/** The card of a run as it stands in the database; the same run and time give the same card. */
export function renderCard(run: Run, context: CardContext): Rendered {
  const more = context.texts.cards.more;
  const buttons = cardButtons(run, context);
  const elsewhere =
    context.askedIn === undefined ? [] : [context.texts.cards.askedElsewhere({ channel: `<#${context.askedIn}>` })];
  const blocks: KnownBlock[] = [
    ...toSections([headerLine(run, context), ...elsewhere], SECTION_MAX, more),
    ...toSections(stepLines(run, context), STEPS_MAX, more),
    ...toSections(noteLines(run, context), NOTES_MAX, more),
    ...(buttons ? [buttons] : []),
  ];
  return { text: fallbackText(run, context), blocks };
}

/** Lines in as few sections as hold them; what is beyond `max` is counted. */
export function toSections(lines: readonly string[], max: number, more: More): SectionBlock[] {
  const sections: string[] = [];
  let used = 0;
  for (const [index, line] of lines.entries()) {
    const length = countCodePoints(line) + 1;
    if (used + length > max) {
      sections.push(more({ count: lines.length - index }));
      break;
    }
    used += length;
    const last = sections.at(-1);
    if (last !== undefined && countCodePoints(last) + length <= SECTION_MAX)
      sections[sections.length - 1] = `${last}\n${line}`;
    else sections.push(line);
  }
  return sections.map((text) => ({ type: 'section', text: { type: 'mrkdwn', text }, expand: true }));
}

function fallbackText(run: Run, context: CardContext): string {
  const words = context.texts.cards;
  const line = (text: string, max: number): string => clampLine(text, max, words.more);
  const title = words.title({ runbook: line(run.runbook, 60), service: line(run.service, 80) });
  const asked = words.askedBy({ person: line(run.requestedBy.person, 60) });
  const current = run.steps[run.attention?.step ?? -1] ?? run.steps.find((step) => step.status === 'running');
  const parts = [`${title}: ${context.texts.runs.status[run.status]}`];
  if (!hasEnded(run.status) && current) parts.push(line(current.plan.title, 80));
  parts.push(asked);
  if (run.reason.trim() !== '') parts.push(`“${line(run.reason, 300)}”`);
  return `${parts.join(' · ')} (${run.id})`;
}
