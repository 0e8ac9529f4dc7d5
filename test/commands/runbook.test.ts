import { describe, expect, it } from 'vitest';
import { runbook } from '../../commands/runbook.ts';
import { systemActor } from '../../src/core/actor.ts';
import type { RunId } from '../../src/core/ids.ts';
import type { PlanStep, RunStep } from '../../src/core/run.ts';
import { createCommandContext, createRun, RUN_ID } from '../support/command-context.ts';

const textOf = async (world: ReturnType<typeof createCommandContext>, typed: string): Promise<string> => {
  const reply = await world.type(runbook, typed);
  if (reply.kind !== 'text') throw new Error(reply.kind);
  return reply.text;
};

describe('/runbook run', () => {
  it.each([
    ['run failover nextuse', { runbook: 'failover', params: {}, reason: '', isDryRun: false }],
    ['RUN Failover nextuse —dry-run', { runbook: 'failover', params: {}, reason: '', isDryRun: true }],
    ['run failback nextuse healthyFor=5m', { runbook: 'failback', params: { healthyFor: '5m' }, reason: '' }],
    ['run failback nextuse healthyFor=5m router replaced', { params: { healthyFor: '5m' }, reason: 'router replaced' }],
    ['run failback nextuse “집 공유기 교체” healthyFor=5m', { params: { healthyFor: '5m' }, reason: '집 공유기 교체' }],
    ['run failback nextuse note=a=b', { params: { note: 'a=b' } }],
  ])('%s', async (typed, expected) => {
    const world = createCommandContext();
    await world.type(runbook, typed);
    expect(world.requests).toMatchObject([{ service: 'nextuse', channel: 'C0INCIDENTS', ...expected }]);
  });

  it.each(['run failover', 'run failover --dry-run', 'run failback healthyFor=5m'])(
    '%s opens the menu',
    async (typed) => {
      const world = createCommandContext();
      expect(await world.type(runbook, typed)).toMatchObject({ kind: 'choose_service' });
      expect(world.requests).toEqual([]);
    },
  );

  it.each([
    ['run', 'invalid_input', 'No runbook named'],
    ['run failovr nextuse', 'not_found', 'No runbook named failovr. Did you mean failover?'],
    ['run failover nextsue', 'not_found', 'No service named nextsue. Did you mean nextuse?'],
    ['run failover nextuse --dry', 'invalid_input', 'No flag named --dry here.'],
    [
      'run failover nextuse service=shop',
      'invalid_input',
      'The service comes as a word before the parameters, not as service=…',
    ],
    ['rnu failover nextuse', 'invalid_input', 'No "rnu" here. Did you mean run?'],
    ['list --dry-run', 'invalid_input', 'No flag named --dry-run here.'],
  ])('%s starts nothing', async (typed, code, message) => {
    const world = createCommandContext();
    await expect(world.type(runbook, typed)).rejects.toMatchObject({ code, message });
    expect(world.requests).toEqual([]);
  });
});

describe('/runbook list and show', () => {
  it.each(['', 'list'])('"%s" lists what there is, with parameters', async (typed) => {
    const text = await textOf(createCommandContext(), typed);
    expect(text).toContain('• `failback` [healthyFor=…]  Return.');
    expect(text).toContain('• `failover`  Move.');
  });

  it('shows the plan for a service', async () => {
    const preview = (name: string, service: string) => [
      { title: 'Switch DNS', description: `${name} of ${service}`, risk: 'destructive' },
    ];
    for (const typed of ['show failover', 'show failover nextuse']) {
      expect((await textOf(createCommandContext({ preview }), typed)).split('\n')).toEqual([
        '*failover*  Move.',
        'Plan for *nextuse*:',
        '1. *Switch DNS* (destructive)  failover of nextuse',
        'The way back: `failback`.',
      ]);
    }
    await expect(createCommandContext().type(runbook, 'show failovr')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('/runbook status and cancel', () => {
  it('lists what is active and the last five that ended', async () => {
    const ids = Array.from({ length: 8 }, (_, index): RunId => `run_01JD000000000000000${index}`);
    const list = () =>
      Promise.resolve(
        ids.map((id, index) =>
          createRun({ id, ...(index > 0 && { status: 'succeeded' as const }), isDryRun: index === 2 }),
        ),
      );
    const lines = (await textOf(createCommandContext({ list }), 'status')).split('\n');
    expect(lines).toHaveLength(8);
    expect(lines.slice(0, 2)).toEqual([
      '*Active runs*',
      '• `run_01JD0000000000000000` failover of *nextuse*: awaiting approval, asked for by jin',
    ]);
    expect(lines[2]).toBe('*Last runs*');
    expect(lines[4]).toContain('(dry run): succeeded');
    expect(await textOf(createCommandContext({ list: () => Promise.resolve([]) }), 'status')).toBe('No active runs.');
  });

  it('shows one run by its steps, in whatever case its id is typed', async () => {
    const plan: PlanStep = { type: 'site.probe', params: {}, risk: 'read', title: 'Probe primary', description: '' };
    const steps: RunStep[] = [
      { index: 0, plan, status: 'succeeded', attempt: 1, epoch: 1, startedAt: 0, endedAt: 2_100, summary: 'down' },
      { index: 1, plan, status: 'failed', attempt: 1, epoch: 1, error: { code: 'conflict', message: 'It answers' } },
    ];
    const find = (id: RunId) =>
      Promise.resolve(id === RUN_ID ? createRun({ steps, requestedBy: systemActor }) : undefined);
    const text = await textOf(createCommandContext({ find }), `status ${RUN_ID.toLowerCase()}`);
    expect(text.split('\n')).toEqual([
      '`run_01JD0000000000000ABC` failover of *nextuse*: awaiting approval, asked for by system',
      '• Probe primary: done  2.1 s  down',
      '• Probe primary: failed  It answers',
    ]);
    await expect(createCommandContext({ find }).type(runbook, 'status run_01JD0000000000000ABD')).rejects.toMatchObject(
      {
        code: 'not_found',
      },
    );
  });

  it('cancels as the person who typed', async () => {
    const asked: unknown[] = [];
    const cancel = (...args: unknown[]) => {
      asked.push(args);
      return Promise.resolve(createRun({ status: asked.length === 1 ? 'running' : 'canceled' }));
    };
    const world = createCommandContext({ cancel });
    expect(await textOf(world, `cancel ${RUN_ID}`)).toContain('stops as soon as the step in hand lets it');
    expect(await textOf(world, `cancel ${RUN_ID}`)).toBe(`\`${RUN_ID}\` is canceled.`);
    expect(asked[0]).toEqual([RUN_ID, world.context.actor]);
  });

  it.each(['cancel', 'cancel nextuse', 'status nextuse'])('%s needs the id of a run', async (typed) => {
    await expect(createCommandContext().type(runbook, typed)).rejects.toMatchObject({
      code: 'invalid_input',
      hint: 'Copy an id from `/runbook status`; it begins with run_.',
    });
  });
});
