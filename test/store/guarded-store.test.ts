import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hashJson } from '../../src/core/json.ts';
import type { Store } from '../../src/core/store.ts';
import { createGuardedStore } from '../../src/store/guarded-store.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { newRun, testStore } from './store.contract.ts';

const SECRETS = new Map([['DEPLOY_KEY', 'correct horse $& battery']]);
const [SECRET = ''] = SECRETS.values();
const at = new Date('2026-11-21T03:00:00.000Z');

let folder: string;
let store: Store;
const file = (): string => join(folder, 'watchkeeper.db');
const open = async (): Promise<Store> => createGuardedStore(await openSqliteStore(file()), SECRETS);

// What it keeps out changes nothing of what a store promises.
testStore('guarded', {
  async open() {
    folder = await mkdtemp(join(tmpdir(), 'watchkeeper-guarded-'));
    return open();
  },
  async reopen(before) {
    await before.close();
    return open();
  },
  cleanUp: () => rm(folder, { recursive: true }),
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchkeeper-guarded-'));
  store = await open();
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** The bytes of the database, the write-ahead log included. */
async function bytes(): Promise<string> {
  const parts = await Promise.all([file(), `${file()}-wal`].map((path) => readFile(path, 'utf8').catch(() => '')));
  return parts.join('');
}

it('gives back what has to be executed as it was, and stores it without the secret', async () => {
  const step = {
    type: 'remote.exec',
    params: { host: 'home', argv: ['notify', `X-Key: ${SECRET}`] },
    risk: 'destructive' as const,
    title: 'Notify',
    description: `notify 'X-Key: ${SECRET}'`,
  };
  const run = newRun({
    plan: { steps: [step], gates: [] },
    steps: [{ index: 0, plan: step, status: 'pending', attempt: 0, epoch: 0 }],
  });
  await store.runs.create(run, { isLocking: false, audit: [], messages: [] });
  await store.runs.update(run.id, at, (seen) => {
    expect(seen.steps[0]?.plan.params).toEqual(step.params);
    return {
      run: { notice: `it said ${SECRET}` },
      steps: [
        {
          index: 0,
          summary: `done with ${SECRET}`,
          observed: { summary: SECRET, facts: { key: SECRET } },
          undo: [{ type: 'remote.exec', params: { argv: [SECRET] } }],
        },
      ],
      audit: [
        {
          actor: 'system',
          via: 'system',
          act: 'step.intended',
          subject: {},
          outcome: 'intended',
          details: { params: step.params, argv: ['mysql', '--password', 'hunter2'], password: 'short' },
        },
      ],
      messages: [{ key: 'k', kind: 'thread', channel: 'C0INCIDENTS', body: { heading: SECRET, outputs: [] } }],
    };
  });
  const [found] = await store.runs.list({ limit: 1 });
  const [after] = found?.steps ?? [];
  expect(after?.plan.params).toEqual(step.params);
  expect(after?.observed?.facts).toEqual({ key: SECRET });
  expect(after?.undo?.[0]?.params).toEqual({ argv: [SECRET] });
  expect(after?.plan.description).toBe("notify 'X-Key: [redacted]'");
  expect([found?.notice, after?.summary]).toEqual(['it said [redacted]', 'done with [redacted]']);
  const [entry] = await store.audit.list({ limit: 1 });
  expect(entry?.details).toEqual({
    params: { host: 'home', argv: ['notify', 'X-Key: [redacted]'] },
    argv: ['mysql', '--password', '[redacted]'],
    password: '[redacted]',
  });
  expect((await store.messages.find('k'))?.body).toEqual({ heading: '[redacted]', outputs: [] });
  expect(await bytes()).not.toContain('battery');
});

it('keeps outputs under the digest of what is kept, and the entry names that one', async () => {
  const outputs = [{ title: `home$ notify ${SECRET}`, text: 'DB_PASSWORD=hunter2\nfine' }];
  const run = await store.runs.create(newRun(), { isLocking: false, audit: [], messages: [] });
  const told = hashJson(outputs);
  await store.runs.update(run.id, at, () => ({
    audit: [
      { actor: 'system', via: 'system', act: 'step.read', subject: {}, outcome: 'ok', details: { outputs: told } },
    ],
    outputs: [{ digest: told, outputs }],
  }));
  const [entry] = await store.audit.list({ limit: 1 });
  const digest = String((entry?.details as { outputs?: string } | undefined)?.outputs);
  const kept = await store.audit.findOutput(digest);
  expect(kept?.outputs).toEqual([{ title: 'home$ notify [redacted]', text: 'DB_PASSWORD=[redacted]\nfine' }]);
  expect(hashJson(kept?.outputs as never)).toBe(digest);
  expect(await bytes()).not.toMatch(/battery|hunter2/);
});
