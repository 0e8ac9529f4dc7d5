import { expect, test, vi } from 'vitest';
import type { Command } from '../../src/core/command.ts';
import { OpsError } from '../../src/core/errors.ts';
import type { Runs } from '../../src/core/ports/runs.ts';
import { waitUntil } from './delivery-world.ts';
import { sampleRun } from './sample-run.ts';
import { command, openSlackWorld } from './slack-world.ts';

const at = { channel: 'C0INCIDENTS' };

test.each(['socket', 'http'] as const)('a quick answer comes with the receipt (%s)', async (mode) => {
  const run = vi.fn<Command['run']>(async (input) => ({ kind: 'text', text: `*ok* ${input.rest(1)} & <b>` }));
  const world = await openSlackWorld({ mode, commands: [command(run)] });
  const typed = await world.slack.as('U0JIN').type('/failover nextuse “the router is dead”', at);
  expect(typed.ackMs).toBeLessThan(500);
  expect(typed.shown).toBe('*ok* the router is dead &amp; &lt;b&gt;');
  expect(run.mock.calls[0]?.[1]).toMatchObject({ channel: 'C0INCIDENTS', actor: { person: 'jin', slackId: 'U0JIN' } });
});

test('a slow answer follows, and the receipt is still in time', async () => {
  let finish: () => void = () => {};
  const slow = new Promise<void>((resolve) => (finish = resolve));
  const world = await openSlackWorld({
    commands: [
      command(async () => {
        await slow;
        return { kind: 'text', text: 'ready' };
      }),
    ],
  });
  const typed = await world.slack.as('U0JIN').type('/failover nextuse', at);
  expect(typed.ackMs).toBeLessThan(2_500);
  expect(typed.shown).toBe('Working on it. The answer follows here.');
  finish();
  await waitUntil(() => world.told('U0JIN').includes('ready'), 'the answer');
});

test.each(['C0RANDOM', 'G0SECRET'])('works in %s, where the bot is no member', async (channel) => {
  const world = await openSlackWorld({
    commands: [command(async () => ({ kind: 'choose_service', runbook: 'failover' }))],
    runs: { request: async () => sampleRun() },
  });
  const jin = world.slack.as('U0JIN');
  await jin.type('/failover', { channel });
  await waitUntil(() => jin.modal() !== undefined, 'the modal');
  await jin.submit({ service: 'nextuse' });
  await waitUntil(() => world.told('U0JIN', channel).length > 0, 'the answer');
  expect(world.told('U0JIN', channel)).toEqual(['Failover of nextuse started: run_01JD0000000000000001']);
});

test('without its service, a form asks for it', async () => {
  const request = vi.fn<Runs['request']>(async () => sampleRun());
  const world = await openSlackWorld({
    commands: [command(async () => ({ kind: 'choose_service', runbook: 'failover' }))],
    runs: { request },
  });
  const jin = world.slack.as('U0JIN');
  await jin.type('/failover', at);
  await waitUntil(() => jin.modal() !== undefined, 'the modal');
  await jin.submit({ Service: 'nextuse', Reason: '공유기가 죽었습니다', 'Dry run': ['yes'] });
  await waitUntil(() => request.mock.calls.length > 0, 'the request');
  expect(request.mock.calls[0]?.[0]).toMatchObject({
    runbook: 'failover',
    service: 'nextuse',
    reason: '공유기가 죽었습니다',
    isDryRun: true,
    channel: 'C0INCIDENTS',
  });
});

test('a flag that does not exist is refused with the nearest one', async () => {
  const world = await openSlackWorld({ commands: [command(async () => ({ kind: 'text', text: 'no' }))] });
  const typed = await world.slack.as('U0JIN').type('/failover nextuse —dry-rnu', at);
  expect(typed.shown).toBe(
    'No flag named --dry-rnu here. Did you mean --dry-run? Use --dry-run, or put a reason that begins with a dash into quotes.',
  );
});

test('a command of the manifest that this version lacks is answered', async () => {
  const world = await openSlackWorld({
    commands: [command(async () => ({ kind: 'text', text: 'no' }), { name: '/failovers' })],
  });
  const typed = await world.slack.as('U0JIN').type('/failover nextuse', at);
  expect(typed.shown).toBe('/failover is not a command of this version. Did you mean /failovers?');
});

test('refusals and bugs are answers too', async () => {
  const errors = [
    new OpsError('not_found', 'No service named nextsue.', { hint: 'Did you mean nextuse?' }),
    new Error('bug'),
  ];
  const world = await openSlackWorld({
    commands: [
      command(async () => {
        throw errors.shift() ?? new Error('too often');
      }),
    ],
  });
  const jin = world.slack.as('U0JIN');
  expect((await jin.type('/failover nextsue', at)).shown).toBe('No service named nextsue. Did you mean nextuse?');
  expect((await jin.type('/failover nextsue', at)).shown).toMatch(/^Internal error \(ref [0-9a-f]{8}\)/);
});

test('three thousand Korean characters and a long answer are fine', async () => {
  const world = await openSlackWorld({
    commands: [command(async (input) => ({ kind: 'text', text: `${input.rest(1)}\n${'줄 <&>\n'.repeat(3_000)}` }))],
  });
  const typed = await world.slack.as('U0JIN').type(`/failover nextuse ${'가'.repeat(3_000)}`, at);
  expect(typed.error).toBeUndefined();
  expect(typed.shown).toMatch(/… \(\d+ more\)/);
});

test('typed twice, it is run twice: the engine decides what the second means', async () => {
  const run = vi.fn<Command['run']>(async () => ({ kind: 'text', text: 'ok' }));
  const world = await openSlackWorld({ commands: [command(run)] });
  const jin = world.slack.as('U0JIN');
  await Promise.all([jin.type('/failover nextuse', at), jin.type('/failover nextuse', at)]);
  expect(run).toHaveBeenCalledTimes(2);
});

test('while the process ends, a command is told to come back', async () => {
  const world = await openSlackWorld({ commands: [command(async () => ({ kind: 'text', text: 'no' }))] });
  world.bot.drain();
  expect((await world.slack.as('U0JIN').type('/failover nextuse', at)).shown).toBe(
    'Watchkeeper is restarting. Try again in a moment.',
  );
});
