import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadInventory } from '../../src/config/inventory.ts';
import { changeExample, EXAMPLE, findProblems, load, readExample, TOKENS } from './example.ts';

describe('the reference inventory', () => {
  const inventory = loadInventory(EXAMPLE, TOKENS, { checkFiles: false });

  test('says what the core needs, durations in milliseconds, defaults filled in', () => {
    expect(inventory).toMatchObject({
      locale: 'en',
      timezone: 'Asia/Seoul',
      slack: { channels: { incidents: 'C0INCIDENTS', audit: 'C0AUDIT' } },
      policies: {
        destructive: { approvals: 1, approvers: ['U0JIN', 'U0MINA', 'S0ONCALL'], expiresMs: 900_000 },
        write: { approvals: 0, approvers: [], expiresMs: 900_000 },
        breakGlass: { allowed: ['U0JIN'] },
        operators: ['S0ONCALL', 'U0JIN', 'U0MINA'],
      },
    });
    expect(inventory.hosts['standby']).toEqual({
      name: 'standby',
      address: '198.51.100.7',
      port: 22,
      user: 'deploy',
      privateKey: resolve(dirname(EXAMPLE), 'keys/deploy'),
      hostKey: 'SHA256:Ax0uW1vGq7cMZkZ2yS8nqkz9rVYxX5m1bq3H6o4tP0E',
      hostname: 'ip-10-0-0-7',
      minMemoryMb: 64,
      minDiskMb: 512,
    });
  });

  test('describes its service', () => {
    expect(inventory.services['nextuse']).toMatchObject({
      name: 'nextuse',
      tls: { mode: 'verify' },
      dns: { ttlSeconds: 120, authoritative: 'auto', resolvers: ['1.1.1.1', '8.8.8.8', '9.9.9.9'] },
      primary: {
        fence: { stop: ['jin-gateway'], commands: [['sudo', 'systemctl', 'stop', 'nightly-sync.timer']] },
        unfence: { commands: [['sudo', 'systemctl', 'start', 'nightly-sync.timer']] },
      },
      standby: { target: 'jin-backup.jin7942.co.kr', fence: { stop: [], commands: [] }, unfence: { commands: [] } },
      data: {
        source: { marker: '/srv/.last-sync' },
        maxAgeMs: 26 * 3_600_000,
        sync: { host: 'home', command: ['sudo', '/usr/local/bin/sync-to-standby'] },
      },
      failback: { healthyForMs: 60_000 },
      vantage: ['standby'],
    });
  });

  test('keeps schedules out of the core type, and the secrets of senders out of sight', () => {
    expect(Object.keys(inventory).toSorted()).toEqual(
      ['alerts', 'hosts', 'locale', 'people', 'policies', 'retention', 'services', 'slack', 'timezone'].toSorted(),
    );
    expect(inventory.alerts?.sources['prometheus']?.token?.reveal()).toBe(TOKENS.ALERTMANAGER_TOKEN);
    expect(JSON.stringify(inventory)).not.toContain('hush-');
  });
});

test('what may be left out has a default', () => {
  const { policies, timezone, services } = load(`
slack: { channels: { incidents: C0INCIDENTS } }
people: [{ name: jin, slack: U0JIN }, { name: mina, slack: U0MINA }]
policies: { destructive: { approvers: [U0JIN, U0MINA] } }
hosts: {}
services: {}
`);
  expect({ policies, timezone, services }).toEqual({
    policies: {
      destructive: { approvals: 1, approvers: ['U0JIN', 'U0MINA'], expiresMs: 900_000 },
      write: { approvals: 0, approvers: [], expiresMs: 900_000 },
      breakGlass: { allowed: [] },
      commands: { count: 10, withinMs: 30_000 },
    },
    timezone: 'UTC',
    services: {},
  });
});

test('several groups, codes, accounts of one person, no guard against moving back and forth', () => {
  const inventory = load(
    changeExample(
      [
        'approvals: 1, approvers: [U0JIN, U0MINA, S0ONCALL], expires: 15m',
        'approvals: [{ from: S0DBA }, { from: [S0ONCALL, U0JIN], approvals: 2 }], widen: [S0ALL], stepUp: totp',
      ],
      ['slack: U0JIN, account', 'slack: [U0JIN, U0JINADMIN], account'],
      ['antiFlap: 30m', 'antiFlap: 0'],
    ),
  );
  expect(inventory.policies.destructive).toEqual({
    approvals: 3,
    approvers: ['S0DBA', 'S0ONCALL', 'U0JIN'],
    requirements: [
      { from: ['S0DBA'], approvals: 1 },
      { from: ['S0ONCALL', 'U0JIN'], approvals: 2 },
    ],
    expiresMs: 900_000,
    widen: ['S0ALL'],
    stepUp: 'totp',
  });
  expect(inventory.people[0]).toEqual({ name: 'jin', slack: 'U0JIN', otherSlack: ['U0JINADMIN'], account: 'jin' });
  expect(inventory.services['nextuse']?.antiFlapMs).toBeUndefined();
});

test('DNS names lose their case and final dot, fingerprints their padding', () => {
  const key = 'SHA256:Ax0uW1vGq7cMZkZ2yS8nqkz9rVYxX5m1bq3H6o4tP0E';
  const inventory = load(
    changeExample(['target: jin-backup.jin7942.co.kr', 'target: JIN-backup.jin7942.co.kr.'], [key, `${key}=`]),
  );
  expect(inventory.services['nextuse']?.standby.target).toBe('jin-backup.jin7942.co.kr');
  expect(inventory.hosts['standby']?.hostKey).toBe(key);
});

test('variables come from the environment or a file, and $${ is a plain ${', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'variable-')), 'user');
  writeFileSync(file, 'operator\n');
  const text = changeExample(
    ['user: deploy', 'user: "${SSH_USER}-${STAGE}"'],
    ['hostname: home-server', 'hostname: "$${HOME}"'],
  );
  expect(load(text, { ...TOKENS, SSH_USER_FILE: file, STAGE: 'live' }).hosts['home']).toMatchObject({
    user: 'operator-live',
    hostname: '${HOME}',
  });
});

test('anchors and aliases work', () => {
  const containers = 'containers: [jin-gateway, used-market-frontend, used-market-backend, used-market-db]';
  const text = readExample()
    .replace(containers, containers.replace(': ', ': &all '))
    .replace(containers, 'containers: *all');
  expect(text).toContain('*all');
  expect(load(text).services['nextuse']?.standby.containers).toHaveLength(4);
});

test('files are looked for where the inventory is, and in the home folder', () => {
  const home = mkdtempSync(join(tmpdir(), 'home-'));
  writeFileSync(join(home, 'deploy'), 'key');
  const there = changeExample(['./keys/deploy', '~/deploy'], ['./keys/deploy', join(home, 'deploy')]);
  expect(findProblems(there, { ...TOKENS, HOME: home }, true)).toEqual([]);
  expect(load(there, { ...TOKENS, HOME: home }).hosts['home']?.privateKey).toBe(join(home, 'deploy'));
  const missing = changeExample(['./keys/deploy', join(home, 'deploy')]).replace('tls: verify }', 'tls: ./ca.pem }');
  expect(findProblems(missing, TOKENS, true)).toEqual([
    expect.stringMatching(/^inventory\.yml:\d+: hosts\.standby\.privateKey: no readable file at \.\/keys\/deploy; /),
    expect.stringMatching(
      /^inventory\.yml:\d+: services\.nextuse\.primary\.probe\.tls: no readable file at \.\/ca\.pem; /,
    ),
  ]);
});

test('a missing inventory says so, with what to do', () => {
  expect(() => loadInventory('nowhere/inventory.yml', {})).toThrowError(
    expect.objectContaining({
      code: 'invalid_input',
      message: 'nowhere/inventory.yml: no such file, or it cannot be read',
      hint: expect.stringContaining('docs/inventory.example.yml'),
    }),
  );
});

test('problems are there as data too', () => {
  expect(() => load(changeExample(['port: 22', 'prot: 22']))).toThrowError(
    expect.objectContaining({
      details: {
        file: expect.any(String),
        problems: [{ line: expect.any(Number), key: 'hosts.home.prot', text: 'unknown key; did you mean "port"?' }],
      },
    }),
  );
});
