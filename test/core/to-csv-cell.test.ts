import { expect, test } from 'vitest';
import { readCsv } from '../../src/core/read-csv.ts';
import { toCsvCell } from '../../src/core/to-csv-cell.ts';

async function readBack(line: string): Promise<(string | undefined)[][]> {
  const rows: (string | undefined)[][] = [];
  const pieces = (async function* () {
    yield line;
  })();
  for await (const row of readCsv(pieces)) rows.push(row);
  return rows;
}

test.each([
  '=HYPERLINK("http://127.0.0.1/?"&A1,"click")',
  '+1+cmd|calc',
  '-2+3',
  '@SUM(A1:A9)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '  =1+1',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM(A1)',
  "'=1+1",
])('%j is text behind an apostrophe, which taken off gives it back', async (text) => {
  const [row = []] = await readBack(`${toCsvCell(text)},"end"\r\n`);
  expect(row).toEqual([`'${text}`, 'end']);
});

test.each(['plain', '', 'disk "root", full', 'two\r\nlines', 'a,b;c\td', '메모리 부족 🔥', 'a=b', 'x-y', '"', '""'])(
  '%j is read back as it was',
  async (text) => {
    expect(await readBack(`${toCsvCell(text)},"end"\r\n`)).toEqual([[text, 'end']]);
  },
);
