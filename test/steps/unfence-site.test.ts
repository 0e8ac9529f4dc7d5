import { describe, expect, it } from 'vitest';
import { OpsError } from '../../src/core/errors.ts';
import { unfenceSite } from '../../src/steps/unfence-site.ts';
import { createExampleInventory } from '../support/example-inventory.ts';
import {
  allUp,
  createRemote,
  createStepContext,
  dockerPs,
  unreachable,
  type Reaction,
} from '../support/step-context.ts';

const { definition } = unfenceSite;
const params = {
  service: 'nextuse',
  site: 'primary' as const,
  host: 'home',
  start: ['jin-gateway'] as readonly string[],
  commands: [] as readonly (readonly string[])[],
};
const resume = { ...params, start: [], commands: [['sudo', 'systemctl', 'start', 'nightly-sync.timer']] };
const stopped = { ...allUp, 'jin-gateway': 'Exited (0) 2 hours ago' };

function createHome(
  before: Record<string, string>,
  after: readonly string[] = ['Up 1 second'],
  more: Record<string, Reaction> = {},
) {
  let now = before;
  let looks = 0;
  const remote = createRemote({
    'home docker ps': () => {
      if (now === before) return dockerPs(now);
      return dockerPs({ ...now, 'jin-gateway': after[Math.min(looks++, after.length - 1)] ?? '' });
    },
    'home docker start jin-gateway': () => {
      now = { ...before };
      return 'jin-gateway\n';
    },
    'home sudo systemctl start nightly-sync.timer': '',
    ...more,
  });
  const inventory = createExampleInventory((service) => ({
    ...service,
    primary: {
      ...service.primary,
      fence: { stop: ['jin-gateway'], commands: [['sudo', 'systemctl', 'stop', 'nightly-sync.timer']] },
    },
  }));
  return { remote, context: createStepContext({ remote, inventory }) };
}

describe('site.unfence', () => {
  it('starts what is stopped, waits until it is healthy, and knows the way back', async () => {
    const { context } = createHome(stopped, [
      'Up 1 second (health: starting)',
      'Up 2 seconds (unhealthy)',
      'Up 3 seconds (healthy)',
    ]);
    expect(await definition.apply(params, context)).toMatchObject({
      summary: 'started on home, healthy: jin-gateway',
    });
    expect(definition.undo?.(params, { running: [] }, context)).toEqual([
      {
        type: 'site.fence',
        params: {
          service: 'nextuse',
          site: 'primary',
          host: 'home',
          stop: ['jin-gateway'],
          commands: [],
          isOptional: false,
        },
      },
    ]);
    expect(context.said).toHaveLength(2);
  });

  it('touches nothing that runs', async () => {
    const { context, remote } = createHome(allUp);
    expect(await definition.apply(params, context)).toMatchObject({ summary: 'was running already on home' });
    expect(definition.undo?.(params, { running: ['jin-gateway'] }, context)).toEqual([]);
    expect(remote.asked.join()).not.toContain('docker start');
  });

  it('resumes by commands alone, without asking Docker', async () => {
    const { context, remote } = createHome(allUp);
    expect(await definition.apply(resume, context)).toMatchObject({
      summary: '1 command run on home',
    });
    expect(definition.undo?.(resume, { running: [] }, context)).toMatchObject([
      { params: { stop: [], commands: [['sudo', 'systemctl', 'stop', 'nightly-sync.timer']] } },
    ]);
    expect(remote.asked).toEqual(['home sudo systemctl start nightly-sync.timer']);
  });

  it.each<[string, readonly string[], string]>([
    ['stops again', ['Exited (1) 1 second ago'], 'Not running on home: jin-gateway'],
    ['stays unhealthy', ['Up 1 minute (unhealthy)'], 'Not healthy on home: jin-gateway'],
    ['never stops starting', ['Up 1 minute (health: starting)'], 'Still starting on home after 60 s: jin-gateway'],
  ])('fails when it %s', async (_, after, message) => {
    const { context } = createHome(stopped, after);
    await expect(definition.apply(params, context)).rejects.toMatchObject({
      code: 'remote_failed',
      message,
      hint: 'Read on home: `docker logs --tail 50 jin-gateway`.',
    });
  });

  it('fails with what Docker said', async () => {
    const no = { exitCode: 1, stderr: 'Error response from daemon: No such container: jin-gateway\n' };
    const { context } = createHome(stopped, [], { 'home docker start jin-gateway': no });
    await expect(definition.apply(params, context)).rejects.toThrow('No such container: jin-gateway');
  });

  it('shows what it would start, with other facts once that runs', async () => {
    expect(await definition.observe?.(params, createHome(stopped).context)).toEqual({
      summary: 'start jin-gateway on home',
      facts: { running: [] },
      isDue: true,
    });
    expect(await definition.observe?.(params, createHome(allUp).context)).toEqual({
      summary: 'nothing to start on home: jin-gateway running already',
      facts: { running: ['jin-gateway'] },
    });
    const { context } = createHome(stopped, [], { 'home docker ps': unreachable('home') });
    await expect(definition.observe?.(params, context)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it.each<[string, typeof params, Record<string, string> | OpsError, string]>([
    ['all run', params, allUp, 'done'],
    ['still stopped', params, stopped, 'not-done'],
    ['runs, unhealthy', params, { ...allUp, 'jin-gateway': 'Up 1 minute (unhealthy)' }, 'unknown'],
    ['unreachable', params, unreachable('home'), 'unknown'],
    ['only commands', resume, allUp, 'unknown'],
    ['runs, but the commands?', { ...resume, start: ['jin-gateway'] }, allUp, 'unknown'],
  ])('after a crash: %s', async (_, asked, ps, verdict) => {
    const { context } = createHome(allUp, [], { 'home docker ps': ps instanceof OpsError ? ps : dockerPs(ps) });
    expect(await definition.probe?.(asked, context)).toBe(verdict);
  });
});
