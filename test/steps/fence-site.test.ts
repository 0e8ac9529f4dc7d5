import { describe, expect, it } from 'vitest';
import { OpsError } from '../../src/core/errors.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { fenceSite } from '../../src/steps/fence-site.ts';
import { createExampleInventory } from '../support/example-inventory.ts';
import {
  allUp,
  createRemote,
  createStepContext,
  dockerPs,
  unreachable,
  type Reaction,
} from '../support/step-context.ts';

const { definition } = fenceSite;
const params = {
  service: 'nextuse',
  site: 'primary' as const,
  host: 'home',
  stop: ['jin-gateway'] as readonly string[],
  commands: [] as readonly (readonly string[])[],
  isOptional: true,
};
const strict = { ...params, isOptional: false };
const withCommand = { ...params, commands: [['sudo', 'systemctl', 'stop', 'nightly-sync.timer']] };
const stopped = { ...allUp, 'jin-gateway': 'Exited (0) 2 seconds ago' };

/** A home whose gateway can be stopped. */
function createHome(statuses: Record<string, string> = allUp, reactions: Record<string, Reaction> = {}) {
  let now = statuses;
  const remote = createRemote({
    'home docker ps': () => dockerPs(now),
    'home docker stop --time 10 jin-gateway': () => {
      now = { ...now, 'jin-gateway': 'Exited (0) 1 second ago' };
      return 'jin-gateway\n';
    },
    'home sudo systemctl': '',
    ...reactions,
  });
  const inventory = createExampleInventory((service) => ({
    ...service,
    primary: { ...service.primary, unfence: { commands: [['sudo', 'systemctl', 'start', 'nightly-sync.timer']] } },
  }));
  return { remote, context: createStepContext({ remote, inventory }) };
}

describe('what an approver sees of a fence', () => {
  it('is what will be stopped', async () => {
    expect(await definition.observe?.(params, createHome().context)).toEqual({
      summary: 'stop jin-gateway on home',
      facts: { reachable: true, running: ['jin-gateway'] },
    });
    expect((await definition.observe?.(withCommand, createHome().context))?.summary).toBe(
      'stop jin-gateway, run `sudo systemctl stop nightly-sync.timer` on home',
    );
  });

  it('is other facts once the gateway is down, and the same when only its age changed', async () => {
    const facts = async (statuses: Record<string, string>) =>
      (await definition.observe?.(params, createHome(statuses).context))?.facts;
    expect(await facts(stopped)).toEqual({ reachable: true, running: [] });
    expect(await facts({ ...allUp, 'jin-gateway': 'Up 4 hours' })).toEqual(await facts(allUp));
    // Something that restarts serves again in a moment.
    expect(await facts({ ...allUp, 'jin-gateway': 'Restarting (1) 2 seconds ago' })).toEqual(await facts(allUp));
  });

  it.each<[string, Reaction, string]>([
    ['dead', unreachable('home'), 'Host home does not answer'],
    ['silent', 'never', 'Home does not answer within 2.4 s'],
    ['another machine', new OpsError('not_allowed', 'Host key of home has changed'), 'Host key of home has changed'],
  ])('is that a %s host cannot be fenced', async (_, reaction, why) => {
    const { context } = createHome(allUp, { 'home docker ps': reaction });
    const start = context.clock.now().getTime();
    expect(await definition.observe?.(params, context)).toEqual({
      summary: 'cannot fence: unreachable',
      facts: { reachable: false, running: [] },
      warnings: [
        `The primary cannot be fenced (${why}). If home comes back it may serve and take writes: then stop jin-gateway there`,
      ],
    });
    expect(context.clock.now().getTime() - start).toBeLessThan(2_500);
    await expect(definition.observe?.(strict, context)).rejects.toMatchObject({ message: why });
  });

  it('says in the plan what happens with a dead host', () => {
    expect(definition.describe(params, catalogues.en)).toBe(
      'On home: stop jin-gateway; goes on without it when the host is unreachable',
    );
    expect(definition.describe(strict, catalogues.en)).toBe('On home: stop jin-gateway');
  });
});

describe('fencing', () => {
  it('stops, makes sure, runs the commands, and takes back what it really did', async () => {
    const { context, remote } = createHome();
    expect(await definition.apply(withCommand, context)).toMatchObject({
      summary: 'stopped on home: jin-gateway; 1 command run',
    });
    expect(definition.undo?.(withCommand, { reachable: true, running: ['jin-gateway'] }, context)).toEqual([
      {
        type: 'site.unfence',
        params: {
          service: 'nextuse',
          site: 'primary',
          host: 'home',
          start: ['jin-gateway'],
          commands: [['sudo', 'systemctl', 'start', 'nightly-sync.timer']],
        },
      },
    ]);
    expect(remote.asked.map((line) => line.split(' ').slice(1, 3).join(' '))).toEqual([
      'docker ps',
      'docker stop',
      'docker ps',
      'sudo systemctl',
    ]);
  });

  it('has nothing to take back when nothing was running', async () => {
    const { context, remote } = createHome(stopped);
    expect(await definition.apply(params, context)).toMatchObject({ summary: 'nothing was running on home' });
    expect(definition.undo?.(params, { reachable: true, running: [] }, context)).toEqual([]);
    expect(remote.asked.join()).not.toContain('docker stop');
  });

  it('goes on from a dead host where that was announced', async () => {
    const { context } = createHome(allUp, { 'home docker ps': unreachable('home') });
    const result = await definition.apply(params, context);
    expect(result.summary).toBe('cannot fence: unreachable');
    expect(definition.undo?.(params, { reachable: false, running: [] }, context)).toEqual([]);
    await expect(definition.apply(strict, context)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('fails when the container runs again, and when a command fails', async () => {
    const stubborn = createHome(allUp, { 'home docker ps': dockerPs(allUp) });
    await expect(definition.apply(params, stubborn.context)).rejects.toMatchObject({
      code: 'remote_failed',
      message: 'Still running on home after docker stop: jin-gateway',
    });
    const refused = createHome(allUp, { 'home sudo systemctl': { exitCode: 5, stderr: 'Unit not loaded.\n' } });
    await expect(definition.apply(withCommand, refused.context)).rejects.toThrow(
      '`sudo systemctl stop nightly-sync.timer` on home ended with 5: Unit not loaded.',
    );
  });

  it('lets a lost connection through: only a probe or a person can tell', async () => {
    const lost = new OpsError('outcome_unknown', 'Connection to home was lost');
    const { context } = createHome(allUp, { 'home docker stop --time 10 jin-gateway': lost });
    await expect(definition.apply(params, context)).rejects.toBe(lost);
  });
});

describe('after a crash', () => {
  it.each<[string, typeof params, Record<string, string> | OpsError, string]>([
    ['all stopped', params, stopped, 'done'],
    ['still running', params, allUp, 'not-done'],
    ['unreachable', params, unreachable('home'), 'unknown'],
    ['unreachable, not optional', strict, unreachable('home'), 'unknown'],
    ['stopped, but the commands?', withCommand, stopped, 'unknown'],
    ['only commands', { ...withCommand, stop: [] }, stopped, 'unknown'],
  ])('%s', async (_, asked, ps, verdict) => {
    const reaction = ps instanceof OpsError ? ps : dockerPs(ps);
    const { context } = createHome(allUp, { 'home docker ps': reaction });
    expect(await definition.probe?.(asked, context)).toBe(verdict);
  });

  it('tells a person how to look', () => {
    const { context } = createHome();
    expect(definition.howToCheck?.(params, context)).toEqual(['ssh deploy@203.0.113.10 docker ps --all']);
    expect(definition.howToCheck?.({ ...params, host: 'standby' }, context)).toEqual([
      'ssh -p 2222 deploy@198.51.100.7 docker ps --all',
    ]);
  });
});
