import { describe, expect, it } from 'vitest';
import type { Host } from '../../sandbox/world/host.ts';
import type { Program } from '../../sandbox/world/programs/program.ts';
import type { World } from '../../sandbox/world/world.ts';
import type { ServiceConfig } from '../../src/core/inventory.ts';
import { toText, toTroubles, useDoctorWorld } from '../support/doctor-world.ts';

const TIMEOUT_MS = 30_000;

/** A program that says this. */
const says =
  (stdout: string, exitCode = 0, stderr = ''): Program =>
  (call) => {
    call.stdout(stdout);
    call.stderr(stderr);
    return exitCode;
  };

const fencedBy =
  (...commands: string[][]) =>
  (service: ServiceConfig): ServiceConfig => ({
    ...service,
    primary: { ...service.primary, fence: { stop: ['jin-gateway'], commands } },
  });

const syncedBy =
  (...command: string[]) =>
  (service: ServiceConfig): ServiceConfig => ({
    ...service,
    data: { source: { marker: '/srv/.last-sync' }, maxAgeMs: 26 * 3_600_000, sync: { host: 'home', command } },
  });

describe('hosts, as runs will use them', { timeout: TIMEOUT_MS }, () => {
  it('are all well in a world that is, and nothing was done to a container', async () => {
    const { world, examineHosts } = await useDoctorWorld();
    const before = structuredClone(
      [...world.primary.containers.values()].map(({ name, state, startedAt }) => ({ name, state, startedAt })),
    );
    const findings = await examineHosts();
    expect(toTroubles(findings)).toBe('');
    const text = toText(findings);
    for (const told of [
      'ok host.home: home-server, ',
      'ok host.home.key: commands are run as they are asked',
      'ok host.home.clock: as the clock of this machine',
      'ok host.home.docker.stop: docker stop may be used',
      'ok host.home.docker.start: docker start may be used',
      'ok host.standby.docker.inspect: docker inspect may be used',
      'ok host.standby.commands: at hand: curl, dig, hostname, cat, df, stat',
      'ok data.nextuse: last sync ',
      'ok data.nextuse.space: 17.8 GB free at /srv on standby',
    ])
      expect(text).toContain(told);
    const after = [...world.primary.containers.values()].map(({ name, state, startedAt }) => ({
      name,
      state,
      startedAt,
    }));
    expect(after).toEqual(before);
  });

  const troubles: [string, (host: Host, world: World) => void, RegExp][] = [
    [
      'an account that may not use Docker',
      ({ faults }) =>
        faults.commandFail(
          'docker',
          1,
          'permission denied while trying to connect to the Docker API at unix:///var/run/docker.sock',
        ),
      /^fail host\.home\.docker: docker does not answer: permission denied.* → .*usermod -aG docker deploy on home/m,
    ],
    [
      'a daemon that is down',
      ({ faults }) => void (faults.docker = 'down'),
      /^fail host\.home\.docker: .*Cannot connect.* → Start Docker on home: systemctl start docker/m,
    ],
    [
      'no docker at all',
      ({ programs }) => void programs.delete('docker'),
      /^fail host\.home\.docker: .*docker: not found → Install Docker's client on home/m,
    ],
    [
      'a container that was never made',
      ({ containers }) => void containers.delete('jin-gateway'),
      /^fail host\.home\.docker: not there: jin-gateway → Create the containers/m,
    ],
    [
      'a proxy of the socket that lets nobody stop anything',
      ({ faults }) => faults.commandFail('docker stop', 1, 'Error response from daemon: 403 Forbidden'),
      /^fail host\.home\.docker\.stop: docker stop is not allowed: .*403 Forbidden → Allow docker stop where/m,
    ],
    [
      'a wrapper that nods at everything',
      ({ faults }) => faults.commandFail('docker start', 0, 'done'),
      /^fail host\.home\.docker\.start: docker start ends well for a container that does not exist \("done"\)/m,
    ],
    [
      'a clock a minute ahead',
      ({ programs }) =>
        void programs.set(
          'date',
          ({ clock, stdout }) => (stdout(`${Math.floor(clock.now().getTime() / 1_000) + 60}\n`), 0),
        ),
      /^warn host\.home\.clock: (59|60|61) s ahead of this machine → Let NTP set the clock of home/m,
    ],
    [
      'a clock ten minutes behind',
      ({ programs }) =>
        void programs.set(
          'date',
          ({ clock, stdout }) => (stdout(`${Math.floor(clock.now().getTime() / 1_000) - 600}\n`), 0),
        ),
      /^fail host\.home\.clock: (599|600|601) s behind this machine → Let NTP/m,
    ],
    [
      'a login shell that greets',
      ({ programs }) =>
        void programs.set('echo', ({ args, stdout }) => (stdout(`Welcome to Ubuntu\n${args.join(' ')}\n`), 0)),
      /^fail host\.home\.key: the login shell prints into every answer: "Welcome to Ubuntu" → Print nothing in ~\/\.bashrc/m,
    ],
    [
      'a copy that has not come for days',
      (_, { standby }) => void (standby.lastSync = new Date(Date.now() - 3 * 24 * 3_600_000)),
      /^warn data\.nextuse: last sync .*, 3 d.* ago; 26 h is the most.* → See why the copy did not run/m,
    ],
    ['no marker of a copy', (_, { standby }) => void (standby.lastSync = undefined), /^fail data\.nextuse: .* → \S+/m],
    [
      'a full disk where the data goes',
      (_, { standby }) =>
        standby.programs.set(
          'df',
          ({ args, stdout }) => (
            stdout(
              `Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sdb1 1000000 900000 ${args.includes('/srv') ? 1_000 : 9_000_000} 90% /\n`,
            ),
            0
          ),
        ),
      /^warn data\.nextuse\.space: 0 MB free at \/srv on standby → Free space at \/srv on standby/m,
    ],
    [
      'no dig where it is also asked from',
      (_, { standby }) => void standby.programs.delete('dig'),
      /^fail host\.standby\.commands: dig is not there, or may not be executed → Install dig on standby/m,
    ],
  ];
  it.each(troubles)('%s is told with what to do', async (_, make, expected) => {
    const { world, examineHosts } = await useDoctorWorld();
    make(world.primary, world);
    const told = toTroubles(await examineHosts());
    expect(told).toMatch(expected);
    expect(told.split('\n')).toHaveLength(1);
  });

  it('says of a forced command what it answers, and what it has to let pass', async () => {
    const { world, examineHosts } = await useDoctorWorld();
    for (const name of ['echo', 'command', 'test', 'id', 'date'])
      world.primary.programs.set(name, says('', 1, 'only what stands in the list\n'));
    world.primary.faults.commandFail('docker stop watchkeeper-doctor', 1, 'only what stands in the list');
    const told = toTroubles(await examineHosts());
    expect(told).toMatch(
      /^warn host\.home\.key: the key is restricted to a forced command, which answered "only what stands in the list"/,
    );
    expect(told).toContain('docker stop --time 10 jin-gateway');
    expect(told).toContain("docker ps --all --no-trunc --format '{{json .}}'");
    // What it does not let be asked is no fault of what it lets pass.
    expect(told.split('\n')).toHaveLength(1);
  });

  const fences: [string, string[], (host: Host) => void, RegExp][] = [
    [
      'a script that is not there',
      ['/opt/stop-sync.sh'],
      () => {},
      /^fail host\.home\.commands: \/opt\/stop-sync\.sh is not there, or may not be executed → Install/m,
    ],
    [
      'a script behind an interpreter that nobody may read',
      ['bash', '/opt/stop-sync.sh', '--now'],
      () => {},
      /^fail host\.home\.commands: \/opt\/stop-sync\.sh is not there, or may not be executed → Install/m,
    ],
    [
      'systemctl without sudo',
      ['systemctl', 'stop', 'rsync.timer'],
      ({ programs }) => void programs.set('systemctl', says('')),
      /^warn host\.home\.root: "systemctl stop rsync\.timer" is for root, and the account has the uid 1000 → Write it as sudo -n systemctl/m,
    ],
    [
      'sudo that says no',
      ['sudo', '-n', 'systemctl', 'stop', 'rsync.timer'],
      ({ programs }) => void programs.set('sudo', says('', 1, 'sudo: a password is required\n')),
      /^fail host\.home\.sudo: sudo would not run "systemctl stop rsync\.timer": sudo: a password is required → On home, with visudo: deploy ALL=\(root\) NOPASSWD: systemctl stop rsync\.timer/m,
    ],
    [
      'sudo that would ask',
      ['sudo', 'systemctl', 'stop', 'rsync.timer'],
      ({ programs }) =>
        void programs.set(
          'sudo',
          says('Sudoers entry: /etc/sudoers\n    RunAsUsers: root\n    Commands:\n\t/usr/bin/systemctl\n'),
        ),
      /^fail host\.home\.sudo: sudo would ask for a password before "systemctl stop rsync\.timer"/m,
    ],
    [
      'an old sudo that does not tell',
      ['sudo', 'systemctl', 'stop', 'rsync.timer'],
      ({ programs }) => void programs.set('sudo', says('/usr/bin/systemctl stop rsync.timer\n')),
      /^warn host\.home\.sudo: sudo allows "systemctl stop rsync\.timer"; whether it asks/m,
    ],
    [
      'sudo that lets it pass',
      ['sudo', '-u', 'ops', 'TZ=UTC', 'systemctl', 'stop', 'rsync.timer'],
      ({ programs }) =>
        void programs.set('sudo', (call) => {
          // It lists, as the user of the command, and runs nothing.
          const isListing = call.args.join(' ') === '-n -l -l -u ops -- systemctl stop rsync.timer';
          return says('    RunAsUsers: ops\n    Options: !authenticate\n', isListing ? 0 : 1)(call);
        }),
      /^$/,
    ],
  ];
  it.each(fences)('a fence of %s', async (_, command, make, expected) => {
    const { world, examineHosts } = await useDoctorWorld(fencedBy(command));
    make(world.primary);
    expect(toTroubles(await examineHosts())).toMatch(expected);
    // None of them was run.
    expect(world.primary.commands.map(({ argv }) => argv.join(' '))).not.toContain(command.join(' '));
  });

  it('sees whether the copy has its program, its source and its target, without copying', async () => {
    const { world, examineHosts, configuration } = await useDoctorWorld(syncedBy());
    const target = `deploy@${world.standby.ssh.address}:`;
    const service = configuration.inventory.services['nextuse'];
    const set = (...command: string[]): void =>
      void Object.assign(service?.data ?? {}, { sync: { host: 'home', command } });

    set('rsync', '-a', '-e', 'ssh -p 22', '--delete', '/srv/', `${target}/srv/`);
    expect(toTroubles(await examineHosts())).toMatch(/^fail host\.home\.commands: rsync is not there/);
    world.primary.programs.set('rsync', says(''));
    const text = toText(await examineHosts());
    expect(text).toContain('ok data.nextuse.source: /srv/ on home can be read');
    expect(text).toContain('ok data.nextuse.target: /srv/ on standby can be written');

    set('rsync', '-a', '/data/market/', `${target}/etc/`);
    const told = toTroubles(await examineHosts());
    expect(told).toMatch(/^fail data\.nextuse\.source: \/data\/market\/ on home cannot be read.* → Let deploy read/m);
    expect(told).toMatch(/^fail data\.nextuse\.target: \/etc\/ on standby cannot be written.* → Let deploy write/m);
    expect(world.primary.commands.map(({ argv: [program] }) => program)).not.toContain('rsync');
  });

  it('tells the same in Korean, fix included', async () => {
    const { world, examineHosts } = await useDoctorWorld(fencedBy(['/opt/stop-sync.sh']));
    world.primary.faults.commandFail('docker stop', 1, 'Error response from daemon: 403 Forbidden');
    const findings = (await examineHosts('ko')).filter(({ level }) => level !== 'ok');
    expect(findings).toHaveLength(2);
    for (const finding of findings) expect('fix' in finding && finding.fix).toMatch(/[가-힣]{2}.*세요\.$/);
  });
});
