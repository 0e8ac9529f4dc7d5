import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chain, type AuditDraft, type AuditEntry } from '../../src/core/audit.ts';
import { hashJson } from '../../src/core/json.ts';
import type { Store } from '../../src/core/store.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { runPart } from '../../src/cli/audit/run-part.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { newRun } from '../store/store.contract.ts';

const run = promisify(execFile);
const launch = join(import.meta.dirname, '..', '..', 'src', 'launch.js');
const at = new Date('2026-11-21T03:00:00.000Z');
const RUN = 'run_01M7YKRMJ80KMM8H81T1';

let folder: string;
let store: Store;
let database: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchkeeper-audit-'));
  database = join(folder, 'watchkeeper.db');
  store = await openSqliteStore(database);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const entry = (more: Partial<AuditDraft> = {}): AuditDraft => ({
  actor: 'jin',
  via: 'slack',
  act: 'run.requested',
  subject: { service: 'nextuse', run: RUN },
  outcome: 'ok',
  details: { reason: '집 공유기가 죽었음 🔥, "really"' },
  ...more,
});

/** What the verb prints, and its exit code, with the bot's database still open. */
async function type(...args: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const env = { WATCHKEEPER_STORE: `sqlite:${database}` };
  const code = await runPart(args, { env, texts: catalogues.en, print: (text) => void lines.push(text) });
  return { code: code ?? 0, text: lines.join('\n') };
}

/** Changes the file behind the bot's back, as whoever has the disk can. */
function tamper(...statements: string[]): void {
  const file = new DatabaseSync(database);
  for (const act of ['update', 'delete', 'replace']) file.exec(`drop trigger audit_entries_no_${act}`);
  for (const statement of statements) file.exec(statement);
  file.close();
}

describe('audit verify', () => {
  it('finds a trail whole while the bot has it open, and holds it to the head that stands in Slack', async () => {
    await store.audit.append([entry(), entry({ actor: 'mina', act: 'approval.approved' })], at);
    const head = (await store.audit.head())?.hash ?? '';
    expect(await type('verify')).toMatchObject({ code: 0, text: expect.stringContaining(`2 entries, head ${head}`) });
    await store.audit.append([entry({ act: 'run.succeeded' })], at);
    expect(await type('verify', '--head', head)).toMatchObject({
      code: 0,
      text: expect.stringContaining('is that of entry 2'),
    });
    expect(await type('verify', '--head', 'f'.repeat(64))).toMatchObject({
      code: 1,
      text: expect.stringContaining('rewritten or cut off after that head was posted'),
    });
    await expect(type('verify', '--head', '1234')).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it.each([
    ['a changed actor', "update audit_entries set actor = 'nobody' where sequence = 7", 7, 'content'],
    ['changed details', `update audit_entries set details = '{"reason":"x"}' where sequence = 3`, 3, 'content'],
    ['details that are no JSON', "update audit_entries set details = 'gone' where sequence = 3", 3, 'shape'],
    ['a time', "update audit_entries set at = '2026-11-20T03:00:00.000Z' where sequence = 10", 10, 'content'],
    ['a removed entry', 'delete from audit_entries where sequence = 4', 4, 'sequence'],
    ['a removed beginning', 'delete from audit_entries where sequence < 3', 1, 'sequence'],
  ])('names the first broken entry: %s', async (_, statement, sequence, why) => {
    for (let n = 0; n < 10; n++) await store.audit.append([entry({ details: { n } })], at);
    tamper(statement);
    const found = await type('verify');
    expect(found).toMatchObject({ code: 1, text: expect.stringContaining(`breaks at entry ${sequence}:`) });
    const told = JSON.parse((await type('verify', '--json')).text) as object;
    expect(told).toMatchObject({ isWhole: false, entries: sequence - 1, broken: { sequence, why } });
  });

  it('finds an entry whose hashes were all made anew only by the head, which it therefore asks for', async () => {
    await store.audit.append([entry(), entry()], at);
    const posted = (await store.audit.head())?.hash ?? '';
    const [first] = await Array.fromAsync(store.audit.scan());
    const forged = chain(entry({ actor: 'mina' }), first, at);
    tamper(`update audit_entries set actor = 'mina', hash = '${forged.hash}' where sequence = 2`);
    expect(await type('verify')).toMatchObject({ code: 0, text: expect.stringContaining('Compare the head') });
    expect(await type('verify', '--head', posted)).toMatchObject({ code: 1 });
  });

  it('finds a kept output that was changed', async () => {
    const outputs = [{ title: 'home$ docker ps', text: 'jin-gateway' }];
    const kept = { digest: hashJson(outputs), outputs };
    const { id } = await store.runs.create(newRun(), { isLocking: false, audit: [entry()], messages: [] });
    await store.runs.update(id, at, () => ({ audit: [entry({ details: { outputs: kept.digest } })], outputs: [kept] }));
    expect(await type('output', kept.digest)).toEqual({ code: 0, text: 'home$ docker ps\njin-gateway' });
    expect(await type('verify')).toMatchObject({ code: 0, text: expect.stringContaining('beside it: 1') });
    tamper("update outputs set body = replace(body, 'jin', 'min')");
    expect(await type('verify')).toMatchObject({ code: 1, text: expect.stringContaining(kept.digest) });
    await expect(type('output', 'abc')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('says of an output that was kept for long enough that it expired, and on which day', async () => {
    const outputs = [{ title: 'home$ docker ps', text: 'jin-gateway' }];
    const kept = { digest: hashJson(outputs), outputs };
    const run = newRun({ status: 'succeeded' });
    await store.runs.create(run, { isLocking: false, audit: [], messages: [] });
    await store.runs.update(run.id, at, () => ({
      audit: [entry({ details: { outputs: kept.digest } })],
      outputs: [kept],
    }));
    const now = new Date('2027-11-23T03:00:00Z');
    await store.retention.delete('outputs', { before: now, now, limit: 10 });
    expect(await type('verify')).toMatchObject({
      code: 0,
      text: expect.stringContaining('Outputs that have expired: 1; their digests stay valid.'),
    });
    expect((await type('show')).text).toContain('(output expired on 2027-11-23; digest stays valid)');
    await expect(type('output', kept.digest)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('expired on 2027-11-23'),
    });
  });

  it('says what it cannot read', async () => {
    await expect(type('verify', '--file', join(folder, 'nothing'))).rejects.toMatchObject({ code: 'not_found' });
    await writeFile(join(folder, 'rubbish'), 'SQLite format 3\0 and then nothing of the kind');
    await expect(type('verify', '--file', join(folder, 'rubbish'))).rejects.toMatchObject({ code: 'not_found' });
    await writeFile(join(folder, 'rubbish.jsonl'), 'hello\n');
    expect(await type('verify', '--file', join(folder, 'rubbish.jsonl'))).toMatchObject({
      code: 1,
      text: expect.stringContaining('cannot be read as an entry'),
    });
  });
});

describe('audit export', () => {
  it.each(['jsonl', 'csv'])(
    'as %s can be verified where there is no database, and breaks when it is edited',
    async (format) => {
      await store.audit.append([entry(), entry({ actor: '=cmd|calc', via: 'cli' }), entry({ subject: {} })], at);
      const file = join(folder, `export.${format}`);
      const told = await type('export', '--format', format, '--out', file);
      expect(told.text).toContain(`3 entries in ${file}, head ${(await store.audit.head())?.hash}`);
      expect(await readdir(folder)).not.toContain(`export.${format}.part`);
      expect((await stat(file)).mode & 0o077).toBe(0);
      expect(await type('verify', '--file', file)).toMatchObject({
        code: 0,
        text: expect.stringContaining('3 entries'),
      });
      const text = await readFile(file, 'utf8');
      if (format === 'csv') expect(text).toContain(`"'=cmd|calc"`);
      await writeFile(file, text.replace('cmd|calc', 'cmd|calx'));
      expect(await type('verify', '--file', file)).toMatchObject({
        code: 1,
        text: expect.stringContaining('breaks at entry 2:'),
      });
      const lines = text.split('\n');
      await writeFile(file, lines.toSpliced(format === 'csv' ? 2 : 1, 1).join('\n'));
      expect(await type('verify', '--file', file)).toMatchObject({
        code: 1,
        text: expect.stringContaining('breaks at entry 2:'),
      });
    },
  );

  it('by run, person, act and time', async () => {
    await store.audit.append([entry(), entry({ actor: 'mina', act: 'approval.approved' })], at);
    await store.audit.append([entry({ subject: { service: 'other' } })], new Date('2026-11-22T03:00:00.000Z'));
    const lines = async (...filter: string[]): Promise<number> => {
      const file = join(folder, 'part.jsonl');
      await type('export', '--out', file, ...filter);
      return (await readFile(file, 'utf8')).split('\n').length - 1;
    };
    expect(await lines('--run', RUN)).toBe(2);
    expect(await lines('--person', '@mina')).toBe(1);
    expect(await lines('--act', 'run.requested')).toBe(2);
    expect(await lines('--service', 'other')).toBe(1);
    expect(await lines('--since', '2026-11-22')).toBe(1);
    expect(await lines('--until', '2026-11-22')).toBe(2);
    expect((await type('export', '--out', join(folder, 'x'), '--person', 'mina')).text).toContain('only a whole one');
    await expect(lines('--since', 'yesterday')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(lines('--frm', 'x')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(type('export', '--format', 'xml')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(type('export', '--out', join(folder, 'no', 'such', 'folder'))).rejects.toMatchObject({
      message: expect.stringContaining('cannot be written'),
    });
  });

  it('of 50,000 entries needs no more memory than of a few, and is whole', async () => {
    await store.close();
    fill(database, 50_000);
    store = await openSqliteStore(database);
    const env = { ...process.env, WATCHKEEPER_STORE: `sqlite:${database}` };
    // The entries alone are some 90 MB as objects: whoever gathers them dies.
    const limited = ['--max-old-space-size=56', launch, 'audit'];
    const file = join(folder, 'big.csv');
    await run(process.execPath, [...limited, 'export', '--format', 'csv', '--out', file], { env });
    for (const from of [['--file', file], []]) {
      const { stdout } = await run(process.execPath, [...limited, 'verify', '--json', ...from], { env });
      expect(JSON.parse(stdout)).toMatchObject({ isWhole: true, entries: 50_000 });
    }
  }, 120_000);
});

describe('audit show', () => {
  it('prints the newest entries as a table with the head, and as JSON for programs', async () => {
    await store.audit.append(
      [entry(), entry({ actor: 'mina\u001b[2J', act: 'approval.denied', outcome: 'refused' })],
      at,
    );
    const shown = (await type('show')).text;
    expect(shown).toMatch(/^# {2}time \(UTC\) +who/);
    expect(shown).toMatch(
      /2 {2}2026-11-21T03:00:00.000Z {2}mina�\[2J +slack +approval.denied +nextuse run_\w+ +refused/,
    );
    expect(shown).toContain(`entry 2, ${(await store.audit.head())?.hash}`);
    expect(shown).not.toContain('\u001b');
    const told = JSON.parse((await type('show', '-n', '1', '--json')).text) as { entries: AuditEntry[] };
    expect(told.entries).toEqual([await store.audit.head()]);
    expect((await type('show', '--person', 'nobody')).text).toContain('No entries.');
    await expect(type('show', '-n', '0')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(type('shw')).rejects.toMatchObject({ message: expect.stringContaining('Did you mean show?') });
    expect((await type('help')).text).toContain('verify');
  });

  it('works in a folder where nothing may be written, on a database that nobody has open', async () => {
    await store.audit.append([entry()], at);
    await store.close();
    await chmod(folder, 0o500);
    try {
      expect((await type('show')).text).toContain('run.requested');
    } finally {
      await chmod(folder, 0o700);
      store = await openSqliteStore(database);
    }
  });
});

/** Entries straight into the file: through the bot each would be a transaction. */
function fill(path: string, count: number): void {
  const file = new DatabaseSync(path);
  const insert = file.prepare(
    'insert into audit_entries (sequence, at, actor, via, act, service, run_id, step, outcome, details, previous_hash, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  file.exec('begin');
  let last: AuditEntry | undefined;
  for (let n = 0; n < count; n++) {
    last = chain(entry({ details: { n, observed: 'x'.repeat(400) } }), last, at);
    const { subject, details } = last;
    insert.run(
      last.sequence,
      last.at,
      last.actor,
      last.via,
      last.act,
      subject.service ?? null,
      subject.run ?? null,
      null,
      last.outcome,
      JSON.stringify(details),
      last.previousHash,
      last.hash,
    );
  }
  file.exec('commit');
  file.close();
}
