import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runPart } from '../../src/cli/audit/run-part.ts';
import { backUp } from '../../src/cli/back-up.ts';
import { listPostgresChecks } from '../../src/cli/doctor/postgres-checks.ts';
import { runChecks } from '../../src/cli/doctor/run-checks.ts';
import type { VerbContext } from '../../src/cli/verb.ts';
import { readStoreAddress } from '../../src/config/store-address.ts';
import { systemClock } from '../../src/core/clock.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { openStore } from '../../src/open-store.ts';
import { askOnce, PASSWORD, startPostgres, type PostgresServer } from '../support/postgres-server.ts';

const texts = catalogues.en;
let server: PostgresServer;
let folder: string;
let url: string;

beforeAll(async () => {
  server = await startPostgres();
  folder = await mkdtemp(join(tmpdir(), 'watchkeeper-verbs-'));
  url = await server.createDatabase();
});
afterAll(async () => {
  await server.remove();
  await rm(folder, { recursive: true });
});

function address(text = url) {
  const read = readStoreAddress(text);
  if (typeof read === 'string' || read.kind !== 'postgres') throw new Error(`no address: ${text}`);
  return read;
}

async function fill(): Promise<void> {
  const store = await openStore(address(), texts);
  const draft = { actor: 'jin', via: 'cli', act: 'run.requested', subject: {}, outcome: 'ok' } as const;
  await store.audit.append([draft, draft, draft], new Date());
  await store.close();
}

function context(): { lines: string[]; given: VerbContext } {
  const lines: string[] = [];
  const print = (text: string): void => void lines.push(text);
  const given = { env: { WATCHKEEPER_STORE: url }, texts, clock: systemClock, print } as unknown as VerbContext;
  return { lines, given };
}

const examine = async (text = url): Promise<string> =>
  (await runChecks(listPostgresChecks(address(text), systemClock, texts), systemClock, texts))
    .map(({ level, message }) => `${level} ${message}`)
    .join('\n');

it('doctor says what it finds before the first start and after it, and why it cannot', async () => {
  expect(await examine()).toMatch(
    /^ok postgres:\/\/watch@127\.0\.0\.1:\d+\/watch_1: PostgreSQL \d+\.\d+ answers.*first start$/,
  );
  await fill();
  expect(await examine()).toMatch(/can be written\nok 3 entries, head [0-9a-f]{64}/);
  await askOnce(url, 'alter database watch_1 set default_transaction_read_only = on');
  expect(await examine()).toContain('fail');
  await askOnce(url, 'begin read write; alter database watch_1 set default_transaction_read_only = off; commit');
  const refused = await examine(url.replace(PASSWORD, 'wrong-password'));
  expect(refused).toContain('password authentication failed');
  expect(refused).not.toContain('wrong-password');
});

it('audit verbs read the database as they read a file', async () => {
  const verify = context();
  expect(await runPart(['verify'], verify.given)).toBe(0);
  expect(verify.lines.join('\n')).toContain('3');
  const exported = context();
  const file = join(folder, 'trail.jsonl');
  await runPart(['export', '--out', file], exported.given);
  expect(await runPart(['verify', '--file', file], context().given)).toBe(0);
});

it('backup makes a private dump that can be restored, and does not write over another', async () => {
  const target = join(folder, 'copy.dump');
  const { lines, given } = context();
  expect(await backUp(target, given)).toBe(0);
  expect(lines.join('\n')).toMatch(/copy\.dump: \d+ kB, a dump of postgres:\/\/watch@/);
  expect(lines.join('\n')).not.toContain(PASSWORD);
  expect((await stat(target)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).not.toContain('copy.dump.part');
  await expect(backUp(target, given)).rejects.toMatchObject({ code: 'conflict' });
});

it('a store that is not there is told without its password', async () => {
  const away = address(`postgres://watch:${PASSWORD}@127.0.0.1:1/watch`);
  const refused = (await openStore(away, texts).catch((thrown: unknown) => thrown)) as Error;
  expect(refused).toMatchObject({ code: 'invalid_input', details: { store: 'away' } });
  expect(refused.message).toContain('postgres://watch@127.0.0.1:1/watch');
  expect(`${refused.message} ${JSON.stringify(refused)}`).not.toContain(PASSWORD);
});
