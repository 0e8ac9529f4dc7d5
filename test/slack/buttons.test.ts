import { expect, test, vi } from 'vitest';
import { OpsError } from '../../src/core/errors.ts';
import type { Runs } from '../../src/core/ports/runs.ts';
import { waitUntil } from './delivery-world.ts';
import { APPROVED, OPEN, PROBED, sampleRun, STATES } from './sample-run.ts';
import { done, openSlackWorld } from './slack-world.ts';

const run = sampleRun();
const waiting = sampleRun(OPEN, [PROBED]);
const mina = { person: 'mina', slackId: 'U0MINA', via: 'slack' };

test.each(['socket', 'http'] as const)('Approve reaches the engine with what the person saw (%s)', async (mode) => {
  const approve = vi.fn<Runs['approve']>(done);
  const world = await openSlackWorld({ mode, runs: { approve } });
  const card = await world.card(waiting);
  const pressed = await world.slack.as('U0MINA').click(card, 'Approve');
  expect(pressed.ackMs).toBeLessThan(500);
  await waitUntil(() => approve.mock.calls.length > 0, 'the approval');
  expect(approve.mock.calls).toEqual([[run.id, { actor: mina, binding: 'bound' }]]);
});

const failed = STATES['failed'] ?? run;
const unknown = STATES['outcome unknown'] ?? run;

test.each([
  ['Retry', failed, { choice: 'retry', step: 2, attempt: 1 }],
  ['Roll back', failed, { choice: 'rollback', step: 2, attempt: 1 }],
  ['Abort', failed, { choice: 'abort', step: 2, attempt: 1 }],
  ['It happened', unknown, { choice: 'happened', step: 1, attempt: 1 }],
  ['It did not', unknown, { choice: 'did_not', step: 1, attempt: 1 }],
])('%s answers the step and try that the person saw', async (label, shown, expected) => {
  const answer = vi.fn<Runs['answer']>(done);
  const world = await openSlackWorld({ runs: { answer } });
  await world.slack.as('U0MINA').click(await world.card(shown), label);
  await waitUntil(() => answer.mock.calls.length > 0, 'the answer');
  expect(answer.mock.calls).toEqual([[run.id, expected, mina]]);
});

test('Cancel cancels', async () => {
  const cancel = vi.fn<Runs['cancel']>(done);
  const world = await openSlackWorld({ runs: { cancel } });
  await world.slack.as('U0MINA').click(await world.card(sampleRun(APPROVED, [PROBED])), 'Cancel');
  await waitUntil(() => cancel.mock.calls.length > 0, 'the cancellation');
  expect(cancel.mock.calls).toEqual([[run.id, mina]]);
});

test('Deny asks for a reason that may stay empty', async () => {
  const deny = vi.fn<Runs['deny']>(done);
  const world = await openSlackWorld({ runs: { deny } });
  const card = await world.card(waiting);
  const person = world.slack.as('U0MINA');
  await person.click(card, 'Deny');
  await waitUntil(() => person.modal() !== undefined, 'the modal');
  expect(await person.submit()).toMatchObject({ closed: true });
  await person.click(card, 'Deny');
  await waitUntil(() => person.modal() !== undefined, 'the modal');
  await person.submit({ Reason: '  the router is back ' });
  await waitUntil(() => deny.mock.calls.length === 2, 'the denials');
  expect(deny.mock.calls.map(([, vote]) => vote)).toEqual([
    { actor: mina, binding: 'bound' },
    { actor: mina, binding: 'bound', reason: 'the router is back' },
  ]);
});

test('Skip insists on a reason', async () => {
  const answer = vi.fn<Runs['answer']>(done);
  const world = await openSlackWorld({ runs: { answer } });
  const person = world.slack.as('U0MINA');
  await person.click(await world.card(failed), 'Skip');
  await waitUntil(() => person.modal() !== undefined, 'the modal');
  expect(await person.submit({ reason: '   ' })).toMatchObject({
    errors: { reason: 'Say why: it is recorded and shown.' },
  });
  expect(answer).not.toHaveBeenCalled();
  await person.submit({ reason: 'done by hand' });
  await waitUntil(() => answer.mock.calls.length > 0, 'the answer');
  expect(answer.mock.calls).toEqual([[run.id, { choice: 'skip', step: 2, attempt: 1, reason: 'done by hand' }, mina]]);
});

test('Fail back starts the run that leads back, and says so', async () => {
  const request = vi.fn<Runs['request']>(async () => sampleRun({ id: 'run_01JD0000000000000002' }));
  const succeeded = STATES['succeeded'] ?? run;
  const world = await openSlackWorld({ runs: { request, find: async () => succeeded } });
  await world.slack.as('U0MINA').click(await world.card(succeeded), 'Fail back');
  await waitUntil(() => world.told('U0MINA').length > 0, 'the answer');
  expect(request.mock.calls).toEqual([
    [
      {
        runbook: 'failback',
        service: 'nextuse',
        reason: `return after ${run.id}`,
        isDryRun: false,
        channel: 'C0INCIDENTS',
        actor: mina,
      },
    ],
  ]);
  expect(world.told('U0MINA')).toEqual(['Failback of nextuse started: run_01JD0000000000000002']);
});

test('a refusal is told to the person alone, with what to do; the card stays', async () => {
  const approve = async (): Promise<never> => {
    throw new OpsError('not_allowed', 'You asked for this run <!channel>.', {
      hint: 'Ask a teammate to press Approve.',
    });
  };
  const world = await openSlackWorld({ runs: { approve } });
  const card = await world.card(waiting);
  await world.slack.as('U0JIN').click(card, 'Approve');
  await waitUntil(() => world.told('U0JIN').length > 0, 'the refusal');
  expect(world.told('U0JIN')).toEqual(['You asked for this run &lt;!channel&gt;. Ask a teammate to press Approve.']);
  expect(world.told('U0MINA')).toEqual([]);
  expect(world.slack.channel('C0INCIDENTS').messages[0]?.plain).toContain('[Approve]');
});

test('a bug shows a reference and nothing else; the stack is in the log', async () => {
  const approve = async (): Promise<never> => {
    throw new TypeError('x is undefined at /secret/path');
  };
  const world = await openSlackWorld({ runs: { approve } });
  await world.slack.as('U0MINA').click(await world.card(waiting), 'Approve');
  await waitUntil(() => world.told('U0MINA').length > 0, 'the answer');
  const [told] = world.told('U0MINA');
  const ref = /^Internal error \(ref ([0-9a-f]{8})\)\. The log has the details\.$/.exec(told ?? '')?.[1];
  expect(ref).toBeDefined();
  const line = world.log.lines.find((one) => one.facts['ref'] === ref);
  expect(line?.facts['err']).toBeInstanceOf(TypeError);
});

test('when the private answer cannot go back through the click, it comes all the same', async () => {
  const approve = async (): Promise<never> => {
    throw new OpsError('conflict', 'Already approved by mina.');
  };
  const world = await openSlackWorld({ runs: { approve } });
  world.slack.faults.failNext('response_url', { mode: 'http500' });
  await world.slack.as('U0MINA').click(await world.card(waiting), 'Approve');
  await waitUntil(() => world.told('U0MINA').length > 0, 'the answer');
  expect(world.told('U0MINA')).toEqual(['Already approved by mina.']);
});

test('while the process ends, a click is told to come back', async () => {
  const world = await openSlackWorld();
  const card = await world.card(waiting);
  world.bot.drain();
  await world.slack.as('U0MINA').click(card, 'Approve');
  await waitUntil(() => world.told('U0MINA').length > 0, 'the answer');
  expect(world.told('U0MINA')).toEqual(['Watchkeeper is restarting. Try again in a moment.']);
});
