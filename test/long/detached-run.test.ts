import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { hasEnded, type Run, type RunStep } from '../../src/core/run.ts';
import type { StepType } from '../../src/core/step.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createDetached } from '../../src/ssh/detached-commands.ts';
import { runRemotely } from '../../src/steps/run-remotely.ts';
import { createEngineWorld, jin, mina, type EngineWorld } from '../support/engine-world.ts';
import { createShellHost, type ShellHost } from '../support/shell-remote.ts';

// A long copy runs on a host, for real. Bot and connection may go; the copy is begun once, and its end is known.

let host: ShellHost;
let world: EngineWorld;
afterEach(async () => {
  await world.close();
  host.close();
});

async function approved(script: string, { timeoutMs = 60_000, isCut = false, losesAnswer = false } = {}): Promise<Run> {
  host = createShellHost('/bin/sh');
  const { remote } = host;
  const params = { host: 'home', argv: ['sh', '-c', script], timeoutMs, detached: true };
  world = await createEngineWorld({
    ports: { remote, detached: createDetached({ remote, texts: catalogues.en }) },
    steps: [runRemotely as unknown as StepType<unknown>],
    plan: [runRemotely(params)],
    // Where the copy could be looked for by hand.
    change: (inventory) => ({
      ...inventory,
      hosts: { home: { name: 'home', address: '192.0.2.1', user: 'deploy', port: 22 } as never },
    }),
  });
  const run = await world.until(await world.request(), 'awaiting_approval');
  host.isCut = isCut;
  host.losesNextAnswer = losesAnswer;
  await world.engine.approve(run.id, { actor: mina, binding: run.binding ?? '' });
  return run;
}

const ran = (): string[] =>
  existsSync(join(host.home, 'ran')) ? readFileSync(join(host.home, 'ran'), 'utf8').trim().split('\n') : [];
const find = async ({ id }: Run): Promise<Run> => (await world.store.runs.find(id)) as Run;
const stepOf = (run: Run): RunStep => run.steps[0] as RunStep;
const acts = async ({ id }: Run): Promise<string[]> =>
  (await world.store.audit.list({ run: id, limit: 100 })).toReversed().map((entry) => entry.act);
async function until(isMet: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_000; tries++) {
    if (await isMet()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('waited in vain');
}

async function end(run: Run): Promise<Run> {
  await until(async () => hasEnded((await find(run)).status));
  return find(run);
}

/** What the command printed, as the audit trail keeps it. */
async function keptOf(run: Run, act: string): Promise<string | undefined> {
  const entries = await world.store.audit.list({ run: run.id, limit: 100 });
  const details = entries.find((entry) => entry.act === act)?.details as { outputs?: string } | undefined;
  return (await world.store.audit.findOutput(details?.outputs ?? ''))?.outputs[0]?.text;
}

it('says how far it is, and keeps what it printed', async () => {
  const run = await approved("echo ran >>ran; printf '  1,024  45%% 3MB/s\\r'; sleep 3; echo; echo all copied");
  await until(async () => (stepOf(await find(run)).summary ?? '').startsWith('45% · '));
  const ended = await end(run);
  expect(ended.status).toBe('succeeded');
  expect(await keptOf(run, 'step.applied')).toContain('all copied');
});

it('another bot takes it up where it is: begun once, ended as itself', async () => {
  const run = await approved('echo ran >>ran; sleep 3; echo all copied');
  await until(() => ran().length === 1);
  await world.restart();
  const ended = await end(run);
  expect(ended).toMatchObject({ status: 'succeeded', ending: 'done' });
  expect(stepOf(ended)).toMatchObject({ status: 'succeeded', attempt: 1 });
  expect(stepOf(ended).note).toBeUndefined();
  expect(await acts(run)).toContain('step.resumed');
  expect(ran()).toEqual(['ran']);
});

it('the answer to its start is lost: it is found begun, and not begun again', async () => {
  const run = await approved('echo ran >>ran; sleep 1', { losesAnswer: true });
  const ended = await end(run);
  expect(ended.status).toBe('succeeded');
  expect(ran()).toEqual(['ran']);
});

it('the cable is dropped in the middle: the run waits, and goes on from there', async () => {
  const run = await approved('echo ran >>ran; sleep 3; echo all copied');
  await until(() => ran().length === 1);
  host.isCut = true;
  await until(async () => (await find(run)).parkedUntil !== undefined);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  host.isCut = false;
  world.clock.forward('1m');
  const ended = await end(run);
  expect(ended.status).toBe('succeeded');
  expect(stepOf(ended).attempt).toBe(1);
  expect(ran()).toEqual(['ran']);
});

it('a host that does not answer at the start has begun nothing: it is begun once when it does', async () => {
  const run = await approved('echo ran >>ran', { isCut: true });
  await until(async () => (await find(run)).parkedUntil !== undefined);
  expect(ran()).toEqual([]);
  host.isCut = false;
  world.clock.forward('1m');
  expect((await end(run)).status).toBe('succeeded');
  expect(ran()).toEqual(['ran']);
});

it('canceled, it is ended on the host, and what it had said by then is kept', async () => {
  const run = await approved('echo half copied; echo ran >>ran; sleep 60; echo ran >>ran');
  await until(() => ran().length === 1);
  await world.engine.cancel(run.id, jin);
  const ended = await end(run);
  expect(ended.status).toBe('canceled');
  expect(stepOf(ended).error?.message).toMatch(/was ended by the bot after .*, before it had finished/);
  expect(await keptOf(run, 'step.failed')).toContain('half copied');
  const { state } = await createDetached({ remote: host.remote, texts: catalogues.en }).look('home', `${run.id}.0.1`);
  expect(state).toBe('exited');
});

it('what takes longer than it may is ended, and a person is asked', async () => {
  const run = await approved('sleep 60', { timeoutMs: 2_000 });
  const asked = await world.until(run, 'needs_attention');
  expect(stepOf(asked).error?.message).toMatch(/was not done after 2.0 s and was ended/);
});
