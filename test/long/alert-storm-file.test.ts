import { afterEach, expect, it } from 'vitest';
import { readCsv } from '../../src/core/read-csv.ts';
import { startBot, type Bot } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

/** A file is shared from one more than 2,000 on. */
const COUNT = 2_001;

/** Those before it is a storm, which have messages of their own. */
const BEFORE = 10;

/** What senders and attackers put into names and hosts, and what a spreadsheet must be shown instead. */
const NASTY: readonly [name: string, cell: string][] = [
  ['=HYPERLINK("http://127.0.0.1/?"&A1,"click")', `'=HYPERLINK("http://127.0.0.1/?"&A1,"click")`],
  ['+1+cmd|calc', `'+1+cmd|calc`],
  ['-2+3', `'-2+3`],
  ['@SUM(A1:A9)', `'@SUM(A1:A9)`],
  ['＝1+1', `'＝1+1`],
  ["'=1+1", `''=1+1`],
  ['disk "root", full', 'disk "root", full'],
  ['two\nlines, and "more"', 'two\nlines, and "more"'],
  ['메모리 부족 🔥', '메모리 부족 🔥'],
];

/** Nasty ones come in the middle of it. */
const nameOf = (n: number): string => NASTY[n - 1_000]?.[0] ?? `Storm${String(n).padStart(4, '0')}`;

async function send(from: number, to: number): Promise<void> {
  const alerts = Array.from({ length: to - from }, (_, index) => {
    const n = from + index;
    return {
      status: 'firing',
      labels: { alertname: nameOf(n), severity: n % 2 === 0 ? 'critical' : 'warning', instance: `host-${n}:9100` },
      annotations: {},
      startsAt: '2026-11-21T04:52:11.682Z',
    };
  });
  const body = JSON.stringify({ version: '4', status: 'firing', groupKey: '{}', groupLabels: {}, alerts });
  const headers = { authorization: `Bearer ${bot.alertTokens.prometheus}` };
  const answer = await fetch(`${bot.botUrl}/alerts/prometheus`, { method: 'POST', headers, body });
  expect(await answer.json()).toEqual({ accepted: to - from });
}

function threadFiles() {
  const { messages, thread } = bot.slack.channel('C0INCIDENTS');
  const storm = messages.find(({ plain }) => plain.includes('Alert storm'));
  return storm ? thread(storm.ts).flatMap(({ files = [] }) => files) : [];
}

async function parse(text: string): Promise<(string | undefined)[][]> {
  const rows: (string | undefined)[][] = [];
  for await (const row of readCsv(
    (async function* () {
      yield text;
    })(),
  ))
    rows.push(row);
  return rows;
}

it(
  'of more than 2,000 alerts is shared as one file that a spreadsheet opens as it was meant, each alert in its row',
  { timeout: 120_000 },
  async () => {
    bot = await startBot();
    const all = BEFORE + COUNT;
    await send(0, BEFORE);
    for (let from = BEFORE; from < all; from += 667) await send(from, Math.min(all, from + 667));
    await bot.slack.waitFor(
      () => bot.slack.channel('C0INCIDENTS').messages.some(({ plain }) => plain.includes('2001 alerts')),
      { what: 'the card of the storm', timeoutMs: 30_000 },
    );
    expect(threadFiles()).toEqual([]);
    bot.clock.forward('2m');
    await bot.slack.waitFor(() => threadFiles().length > 0, { what: 'the file', timeoutMs: 60_000 });

    const [file, ...others] = threadFiles();
    expect(others).toEqual([]);
    expect(file?.name).toMatch(/^stm_\w+\.csv$/);
    expect(file?.title).toBe('All 2001 alerts of this storm');
    const text = file?.content.toString('utf8') ?? '';
    // Without the mark, Excel takes UTF-8 for the machine's own code page.
    expect(text.startsWith('\uFEFF')).toBe(true);
    // Lines end as RFC 4180 says, the last one too; those inside a cell are as they came.
    expect(text.endsWith('"\r\n')).toBe(true);
    const [header, ...rows] = await parse(text.slice(1));
    expect(header).toEqual(['received', 'severity', 'state', 'service', 'host', 'title', 'key']);
    expect(rows).toHaveLength(COUNT);
    for (const row of rows) {
      expect(row).toHaveLength(7);
      for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
    }
    const titles = new Set(rows.map((row) => row[5]));
    for (const [, cell] of NASTY) expect(titles).toContain(cell);
    const plain = rows.filter((row) => /^Storm\d{4}$/.test(row[5] ?? ''));
    expect(new Set(plain.map((row) => row[5])).size).toBe(COUNT - NASTY.length);
    const [first] = rows;
    expect(first?.[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(first?.slice(1, 5)).toEqual(['critical', 'firing', '', 'host-10:9100']);

    // Shared once, whatever is drawn anew.
    await bot.restart();
    await send(0, 1);
    await expect.poll(() => bot.store.messages.oldestUndelivered(), { timeout: 30_000 }).toBeUndefined();
    expect(threadFiles()).toHaveLength(1);
  },
);
