import type { SectionBlock } from '@slack/types';
import { SEVERITIES, type Alert } from '../core/alert.ts';
import { STORM_PAGE, type AlertStorm } from '../core/alert-storm.ts';
import { formatDuration } from '../core/duration.ts';
import { findStormId } from '../core/ids.ts';
import type { Message } from '../core/message.ts';
import { redact } from '../core/redact.ts';
import { toCsvCell } from '../core/to-csv-cell.ts';
import { toMention, toTime } from './card-words.ts';
import type { Rendered } from './card-context.ts';
import { clamp, clampLine, countCodePoints } from './clamp.ts';
import { escapeText, neutraliseBackticks } from './escape.ts';
import type { PosterDeps } from './poster-deps.ts';
import { stormButtons } from './storm-buttons.ts';
import { createStormNames, listAll } from './storm-names.ts';
import type { ThreadFile } from './thread.ts';

type Made = Rendered & { files: readonly ThreadFile[] };

const TOP = 5;
const SECTION_MAX = 2_900;
/** A hundred of them fit into the 13,200 characters that Slack takes in one message. */
const NAME_MAX = 100;
/** Without it Excel takes UTF-8 for the machine's own code page. */
const UTF8_MARK = '\u{feff}';
/** Later than this, people are told that it is late. */
const LATE_MS = 10_000;

/** The messages of a storm: its card, the pages that list every alert by name, and all of it as a file. */
export function createStormRenderer({ store, inventory, texts, clock }: PosterDeps) {
  const words = texts.alerts;
  const names = createStormNames(store.alerts, words.unnamed);

  return async function render({ key, kind }: Message): Promise<Made> {
    const [id = '', , page = '0'] = key.split('/');
    const stormId = findStormId(id);
    const storm = stormId && (await store.alerts.findStorm(stormId));
    if (!storm) return { text: words.noGroup, blocks: [], files: [] };
    if (kind === 'storm') return renderCard(storm);
    if (kind === 'storm_page') {
      const from = Number(page) * STORM_PAGE;
      return renderPage(from, await store.alerts.listStorm(storm.id, from, STORM_PAGE));
    }
    return renderFile(storm);
  };

  async function renderCard(storm: AlertStorm): Promise<Made> {
    const now = clock.now();
    const { open, firing, severities, services } = await store.alerts.countStorm(storm.id);
    const head = words.storm({ count: storm.count, open });
    const time = toTime(storm.startedAt, inventory, now);
    const oldest = storm.endedAt === undefined ? await store.messages.oldestUndelivered() : undefined;
    const lateMs = oldest === undefined ? 0 : now.getTime() - oldest;
    const counts = SEVERITIES.flatMap((severity) => {
      const count = severities[severity] ?? 0;
      return count === 0 ? [] : [`${words.severity[severity]} ${count}`];
    });
    const lines = [
      `🌩 *${head}* · ${words.since({ time })}`,
      counts.join(' · '),
      words.stormServices({ top: top(services.map((each) => [each.service ?? words.unmapped, each.count])) }),
      words.stormNames({ top: top(await names.count(storm)) }),
      ...(lateMs > LATE_MS ? [words.stormLate({ seconds: Math.round(lateMs / 1_000) })] : []),
      storm.endedAt === undefined ? words.stormThread : words.stormOver,
      ...(firing > 0 ? [escapeText(words.stormActs)] : []),
      ...claimOf(storm, now),
    ];
    const blocks = [toSection(lines.join('\n')), ...(firing > 0 ? [stormButtons(storm.id, texts)] : [])];
    return { text: head, blocks, files: [] };
  }

  function claimOf({ acknowledged, startedAt }: AlertStorm, now: Date): string[] {
    if (!acknowledged) return [];
    const person = toMention(acknowledged, inventory);
    const duration = formatDuration(Math.max(0, acknowledged.at - startedAt));
    return [words.acknowledgedBy({ person, time: toTime(acknowledged.at, inventory, now), duration })];
  }

  function renderPage(from: number, alerts: readonly Alert[]): Made {
    const lines = alerts.map((alert, index) => `${from + index + 1}. ${nameOf(alert)}`);
    const text = words.stormPage({ from: from + 1, to: from + alerts.length });
    return { text, blocks: toSections(lines), files: [] };
  }

  async function renderFile({ id, count }: AlertStorm): Promise<Made> {
    const header = 'received,severity,state,service,host,title,key';
    const rows: string[] = [];
    for await (const alert of listAll(store.alerts, id)) rows.push(toRow(alert));
    const text = words.stormFile({ count });
    const csv = [header, ...rows].map((row) => `${row}\r\n`).join('');
    const file = { name: `${id}.csv`, title: text, text: `${UTF8_MARK}${csv}` };
    return { text, blocks: [toSection(text)], files: [file] };
  }

  function nameOf({ title, host, service, state, severity }: Alert): string {
    const name = [title || words.unnamed, host ?? service ?? ''].filter((part) => part !== '').join(' · ');
    const standing = state === 'firing' ? words.severity[severity] : words.state[state];
    const write = (grapheme: string): string => neutraliseBackticks(escapeText(grapheme));
    return `${clamp(redact(name).replace(/\s+/g, ' '), NAME_MAX, { more: words.more, write })} (${standing})`;
  }

  function top(counted: ReadonlyArray<readonly [name: string, count: number]>): string {
    const shown = counted
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, TOP)
      .map(([name, count]) => `${clampLine(redact(name), 60, words.more)} ${count}`);
    const rest = counted.length - shown.length;
    return rest > 0 ? `${shown.join(', ')} ${words.more({ count: rest })}` : shown.join(', ');
  }
}

function toRow({ receivedAt, severity, state, service = '', host = '', title, key }: Alert): string {
  return [new Date(receivedAt).toISOString(), severity, state, service, host, title, key]
    .map((text) => toCsvCell(redact(text).toWellFormed()))
    .join(',');
}

const toSection = (text: string): SectionBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
  expand: true,
});

function toSections(lines: readonly string[]): SectionBlock[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last !== undefined && countCodePoints(last) + countCodePoints(line) < SECTION_MAX) {
      texts[texts.length - 1] = `${last}\n${line}`;
    } else texts.push(line);
  }
  return texts.map(toSection);
}
