import { describe, expect, it } from 'vitest';
import { OpsError } from '../../src/core/errors.ts';
import { checkContainers } from '../../src/steps/check-containers.ts';
import { allUp, createRemote, createStepContext, dockerPs, type Reaction } from '../support/step-context.ts';

const { apply } = checkContainers.definition;
const params = { host: 'standby', names: Object.keys(allUp), mayBeStopped: [] as string[] };
const PS = 'standby docker ps --all --no-trunc --format {{json .}}';
const INSPECT = 'standby docker inspect';

function createWorld(ps: Reaction | (() => Reaction), inspect: Reaction = '/jin-gateway 0\n/used-market-db 0\n') {
  return createStepContext({ remote: createRemote({ [PS]: ps, [INSPECT]: inspect }) });
}

describe('containers.check', () => {
  it.each(['modern', 'old'] as const)('passes when all run and are healthy, with %s Docker', async (kind) => {
    expect(await apply(params, createWorld(dockerPs(allUp, kind)))).toMatchObject({
      summary: '4 of 4 running, healthy',
      facts: { running: Object.keys(allUp).toSorted(), stopped: [] },
      warnings: [],
      outputs: [{ title: "standby$ docker ps --all --no-trunc --format '{{json .}}'" }],
    });
  });

  it.each(['modern', 'old'] as const)('keeps its facts when only ages change, with %s Docker', async (kind) => {
    const first = await apply(params, createWorld(dockerPs(allUp, kind)));
    const later = await apply(params, createWorld(dockerPs({ ...allUp, 'jin-gateway': 'Up 4 hours' }, kind)));
    expect(later.facts).toEqual(first.facts);
  });

  it.each<[string, Record<string, string>, string, string]>([
    ['missing', { ...allUp, 'used-market-db': '' }, 'Not running on standby: used-market-db', 'docker compose up -d'],
    [
      'stopped',
      { ...allUp, 'used-market-db': 'Exited (137) 3 minutes ago' },
      'Not running on standby: used-market-db',
      'docker start used-market-db',
    ],
    [
      'created only',
      { ...allUp, 'used-market-db': 'Created' },
      'Not running on standby: used-market-db',
      'docker start',
    ],
    [
      'restarting',
      { ...allUp, 'used-market-db': 'Restarting (1) 4 seconds ago' },
      'Not running on standby: used-market-db',
      'docker start',
    ],
    [
      'paused',
      { ...allUp, 'used-market-db': 'Up 3 hours (Paused)' },
      'Not running on standby: used-market-db',
      'docker start',
    ],
    [
      'unhealthy',
      { ...allUp, 'used-market-db': 'Up 3 hours (unhealthy)' },
      'Not healthy on standby: used-market-db',
      'docker logs --tail 50 used-market-db',
    ],
  ])('refuses one that is %s, with old and new Docker', async (_, statuses, message, hint) => {
    const listed = Object.fromEntries(Object.entries(statuses).filter(([, status]) => status !== ''));
    for (const kind of ['modern', 'old'] as const) {
      await expect(apply(params, createWorld(dockerPs(listed, kind)))).rejects.toMatchObject({
        code: 'remote_failed',
        message,
        hint: expect.stringContaining(hint),
      });
    }
  });

  it('names all that are not there, in the order of the inventory', async () => {
    await expect(apply(params, createWorld(''))).rejects.toThrow(
      'Not running on standby: jin-gateway, used-market-frontend, used-market-backend, used-market-db',
    );
  });

  it('waits for one that is starting', async () => {
    let asked = 0;
    const world = createWorld(() =>
      dockerPs({ ...allUp, 'used-market-db': `Up 2 seconds (${++asked < 3 ? 'health: starting' : 'healthy'})` }),
    );
    expect((await apply(params, world)).summary).toBe('4 of 4 running, healthy');
    expect(world.said).toEqual(Array(2).fill('waiting for used-market-db to become healthy'));
  });

  it('refuses one that does not stop starting', async () => {
    const world = createWorld(dockerPs({ ...allUp, 'used-market-db': 'Up 2 seconds (health: starting)' }));
    await expect(apply(params, world)).rejects.toThrow('Still starting on standby after 20 s: used-market-db');
    expect(world.said).toHaveLength(20);
  });

  it('lets a fenced container be stopped, but not be missing', async () => {
    const mayBeStopped = ['jin-gateway'];
    const stopped = { ...allUp, 'jin-gateway': 'Exited (0) 2 hours ago' };
    expect(await apply({ ...params, mayBeStopped }, createWorld(dockerPs(stopped)))).toMatchObject({
      summary: '3 of 4 running, healthy; stopped: jin-gateway',
      facts: { stopped: ['jin-gateway'] },
    });
    const { 'jin-gateway': _, ...missing } = allUp;
    await expect(apply({ ...params, mayBeStopped }, createWorld(dockerPs(missing)))).rejects.toThrow(
      'Not running on standby: jin-gateway',
    );
  });

  it('shows restarts, and goes without them when they cannot be read', async () => {
    const counted = await apply(params, createWorld(dockerPs(allUp), '/jin-gateway 0\n/used-market-db 3\n'));
    expect(counted.warnings).toEqual(['Restarted by Docker on standby: used-market-db 3×']);
    const unread = await apply(params, createWorld(dockerPs(allUp), new OpsError('timed_out', 'too slow')));
    expect(unread.warnings).toEqual([]);
  });

  it('says what Docker said when it does not answer', async () => {
    const stderr = 'permission denied while trying to connect to the Docker daemon socket\n';
    await expect(apply(params, createWorld({ exitCode: 1, stderr }))).rejects.toMatchObject({
      code: 'remote_failed',
      message: expect.stringContaining('ended with 1: permission denied'),
    });
  });
});
