import { expect, it } from 'vitest';
import { groupByCondition, listActive, parseContainers } from '../../src/core/docker.ts';

it.each([
  ['Up 3 hours', undefined, 'running', undefined],
  ['Up 3 hours (healthy)', undefined, 'running', 'healthy'],
  ['Up 3 hours (unhealthy)', 'running', 'running', 'unhealthy'],
  ['Up 2 seconds (health: starting)', undefined, 'running', 'starting'],
  ['Up 5 minutes (Paused)', undefined, 'paused', undefined],
  ['Exited (137) 2 hours ago', undefined, 'exited', undefined],
  ['Restarting (1) 5 seconds ago', undefined, 'restarting', undefined],
  ['Created', undefined, 'created', undefined],
  ['Dead', undefined, 'dead', undefined],
  ['Removal In Progress', undefined, 'removing', undefined],
  ['', undefined, 'unknown', undefined],
])('reads "%s" with state %s', (Status, State, state, health) => {
  const [container] = parseContainers(JSON.stringify({ Names: 'web', Status, State }));
  expect(container).toMatchObject({ name: 'web', state });
  expect(container?.health).toBe(health);
});

it('takes the health field of newer Docker, leaves aliases and noise alone', () => {
  const lines = [
    'WARNING: Error loading config file',
    '{"Names":"web,proxy/alias","State":"running","Status":"Up 1 hour","Health":"unhealthy"}',
    '{"Names":"cut off","Sta',
    '',
  ];
  expect(parseContainers(lines.join('\n'))).toEqual([
    { name: 'web', state: 'running', status: 'Up 1 hour', health: 'unhealthy' },
  ]);
});

it('counts what is not listed as missing, and what restarts as active', () => {
  const containers = parseContainers(
    '{"Names":"b","State":"restarting","Status":"Restarting"}\n{"Names":"a","State":"running","Status":"Up"}',
  );
  expect(groupByCondition(['a', 'b', 'c'], containers)).toEqual({
    well: ['a'],
    starting: [],
    unhealthy: [],
    stopped: ['b'],
    missing: ['c'],
  });
  expect(listActive(['b', 'c', 'a'], containers)).toEqual(['a', 'b']);
});
