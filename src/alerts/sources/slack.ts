import type { Severity } from '../../core/alert.ts';
import { defineAlertSource } from '../alert-source.ts';
import { findLink } from '../find-link.ts';
import { toForeign, type Foreign } from '../foreign.ts';
import { toMaskedKey } from '../mask.ts';
import { toReading } from '../to-reading.ts';

const STALE_AFTER_MS = 3_600_000;
const WORDS: ReadonlyArray<readonly [RegExp, Severity]> = [
  [/\b(critical|fatal|emergency|panic)\b/i, 'critical'],
  [/\b(error|exception|failed|failure|down)\b/i, 'error'],
  [/\bwarn(ing)?\b/i, 'warning'],
];
const COLOURS: Readonly<Record<string, Severity>> = { danger: 'error', warning: 'warning' };
const OVER = /^\s*\[?(resolved|recovered|ok)\b/i;

/**
 * What posts into Slack today, sent here: a message of an incoming webhook. The same text but for its numbers is the same
 * alert. Set-up: docs/alerts/slack.md
 */
export const slack = defineAlertSource({
  type: 'slack',
  answer: 'ok',
  read({ json }) {
    const body = toForeign(json);
    const attachments = body.get('attachments').items();
    const [first] = attachments;
    const text = body.get('text').text() ?? readBlocks(body);
    const title = first?.get('title').text() ?? first?.get('fallback').text() ?? first?.get('pretext').text() ?? text;
    if (title === undefined) return undefined;
    const [firstLine = '', ...lines] = title.split('\n');
    const colour = first?.get('color').text() ?? '';
    const isOver = OVER.test(firstLine);
    const name = firstLine.replace(/^\s*\[(?:RESOLVED|FIRING(?::\d+)?)\]\s*/i, '');
    const detail = [
      lines.join('\n'),
      text === title ? undefined : text,
      ...attachments.map((each) => each.get('text').text()),
    ];
    const fields = first?.get('fields').items() ?? [];
    const labels = Object.fromEntries(
      fields.map((field) => [field.get('title').text() ?? '', field.get('value').text()]),
    );
    const reading = toReading({
      key: toMaskedKey(`${body.get('username').text() ?? ''} ${name}`),
      status: isOver ? 'resolved' : 'firing',
      title: name,
      severity: WORDS.find(([pattern]) => pattern.test(title))?.[1] ?? COLOURS[colour] ?? 'none',
      description: detail.filter(Boolean).join('\n') || undefined,
      labels: { ...labels, app: body.get('username').text() ?? body.get('alias').text() },
      links: { source: findLink(first?.get('title_link').text()), image: findLink(first?.get('image_url').text()) },
      staleAfterMs: STALE_AFTER_MS,
    });
    return { readings: [reading] };
  },
});

function readBlocks(body: Foreign): string | undefined {
  const texts = body
    .get('blocks')
    .items()
    .map((block) => block.get('text', 'text').text());
  return texts.filter(Boolean).join('\n') || undefined;
}
