import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host } from '../../sandbox/world/host.ts';
import { createWorld } from '../../sandbox/world/world.ts';
import type { World } from '../../sandbox/world/world.ts';
import { createTestClock } from '../support/clock.ts';
import type { TestClock } from '../support/clock.ts';
import { connectSsh, runOver } from '../support/ssh-client.ts';
import type { CommandResult, SshConnection } from '../support/ssh-client.ts';

let clock: TestClock;
let world: World;
let connections: Map<Host, SshConnection>;

beforeEach(async () => {
  clock = createTestClock();
  world = await createWorld({ clock });
  connections = new Map();
});
afterEach(async () => {
  for (const it of connections.values()) it.end();
  await world.close();
});

async function on(host: Host, command: string): Promise<CommandResult> {
  const privateKey = world.deployKey?.privateKeyPem ?? '';
  const connection = connections.get(host) ?? (await connectSsh({ ...host.ssh, user: 'deploy', privateKey }));
  connections.set(host, connection);
  return runOver(connection, command);
}

async function psOf(host: Host, options = '--all --no-trunc'): Promise<Record<string, string>[]> {
  const { stdout, code } = await on(host, `docker ps ${options} --format '{{json .}}'`);
  expect(code).toBe(0);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, string>);
}

test('docker ps prints the fields of Docker, and hides what does not run unless asked', async () => {
  const [gateway, frontend] = await psOf(world.standby);
  expect(gateway).toMatchObject({ Names: 'jin-gateway', State: 'running', Status: 'Up 3 hours', Image: 'nginx:1.27' });
  expect(gateway?.['ID']).toMatch(/^[0-9a-f]{64}$/);
  expect(Object.keys(gateway ?? {})).not.toContain('Health');
  expect(frontend).toMatchObject({ Status: 'Up 3 hours (healthy)' });
  await on(world.standby, 'docker stop --time 5 jin-gateway');
  clock.forward('5m');
  expect((await psOf(world.standby, '')).map((it) => it['Names'])).not.toContain('jin-gateway');
  expect(await psOf(world.standby, '-a --filter name=jin-gateway')).toMatchObject([
    { State: 'exited', Status: 'Exited (0) 5 minutes ago', Ports: '' },
  ]);
});

test('what is installed and what may be used can be asked as in a shell', async () => {
  const code = async (line: string): Promise<number | null> => (await on(world.standby, line)).code;
  expect(await on(world.standby, 'command -v dig')).toMatchObject({ code: 0, stdout: '/usr/bin/dig\n' });
  expect(await code('command -v rsync')).toBe(1);
  expect(await code('test -x /usr/bin/docker')).toBe(0);
  expect(await code('test -x /opt/sync.sh')).toBe(1);
  expect(await code('test -r /srv/.last-sync')).toBe(0);
  expect(await code('test -w /srv/')).toBe(0);
  expect(await code('test -w /etc')).toBe(1);
  expect(await code('test -k /etc')).toBe(2);
  expect((await on(world.standby, 'id -u')).stdout).toBe('1000\n');
});

test('older and newer Docker, and one whose daemon is down', async () => {
  world.primary.faults.docker = 'old';
  expect(Object.keys((await psOf(world.primary))[1] ?? {})).not.toContain('State');
  world.primary.faults.docker = 'newest';
  expect((await psOf(world.primary))[1]).toMatchObject({ Health: 'healthy', State: 'running' });
  expect((await on(world.primary, "docker version --format '{{.Server.Version}}'")).stdout).toMatch(/^29\./);
  world.primary.faults.docker = 'down';
  expect(await on(world.primary, 'docker ps')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Cannot connect to the Docker daemon'),
  });
});

test('a started container is starting, then healthy; a stopped gateway refuses, a started one serves', async () => {
  expect(await on(world.primary, 'docker stop used-market-frontend jin-gateway')).toMatchObject({
    stdout: 'used-market-frontend\njin-gateway\n',
  });
  expect(await world.visit()).toEqual({ site: undefined, error: 'refused' });
  await on(world.primary, 'docker start jin-gateway');
  expect(await world.visit()).toEqual({ site: 'primary', status: 502 });
  await on(world.primary, 'docker start used-market-frontend');
  expect(await world.visit()).toEqual({ site: 'primary', status: 200 });
  expect((await psOf(world.primary))[1]?.['Status']).toMatch(/\(health: starting\)$/);
  clock.forward('3s');
  expect((await psOf(world.primary))[1]?.['Status']).toMatch(/^Up \d seconds \(healthy\)$/);
  expect(await on(world.primary, 'docker stop nobody')).toMatchObject({
    code: 1,
    stderr: 'Error response from daemon: No such container: nobody\n',
  });
});

test('docker inspect fills templates, docker logs ends where it was told', async () => {
  const backend = world.primary.containers.get('used-market-backend');
  if (backend !== undefined) Object.assign(backend, { restarts: 4, health: 'unhealthy' });
  const template =
    "'{{.Name}} {{.RestartCount}} {{.State.StartedAt}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}'";
  const { stdout } = await on(world.primary, `docker inspect --format ${template} used-market-backend jin-gateway`);
  const lines = stdout.split('\n');
  expect(lines[0]).toBe(`/used-market-backend 4 ${backend?.startedAt.toISOString()} unhealthy`);
  expect(lines[1]).toMatch(/ none$/);
  expect(JSON.parse((await on(world.primary, "docker inspect -f '{{json .State}}' jin-gateway")).stdout)).toMatchObject(
    { Status: 'running', Running: true },
  );
  expect(await on(world.primary, "docker inspect -f '{{.State.Health.Status}}' jin-gateway")).toMatchObject({
    code: 1,
  });
  expect(await on(world.primary, 'docker inspect nobody')).toMatchObject({
    code: 1,
    stderr: 'Error: No such object: nobody\n',
  });
  expect((await on(world.primary, 'docker logs --tail 2 jin-gateway')).stdout.trim().split('\n')).toHaveLength(2);
});

test('the small programs answer from the state of the host', async () => {
  const say = async (command: string): Promise<string> => (await on(world.standby, command)).stdout;
  const seconds = Math.floor((world.standby.lastSync?.getTime() ?? 0) / 1000);
  expect(await say('stat -c %Y /srv/.last-sync')).toBe(`${seconds}\n`);
  expect(Number(await say('date +%s')) - seconds).toBeLessThan(86_401);
  expect(await say('cat /proc/meminfo')).toMatch(/MemAvailable:\s+372000 kB/);
  expect((await say('df -Pk /srv')).split('\n')[1]).toMatch(/^\S+\s+30298000\s+11650000\s+18648000\s+39% \/$/);
  expect(await say('uptime')).toContain('up 9 days');
  expect(await say("echo 'a  b' c")).toBe('a  b c\n');
  world.standby.lastSync = undefined;
  expect(await on(world.standby, 'stat -c %Y /srv/.last-sync')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('No such file'),
  });
  expect(await on(world.standby, 'cat /srv/.last-sync')).toMatchObject({ code: 1 });
});

test('dig on a host asks for real, at the resolver or at a server by address', async () => {
  const { authoritative } = world.dns;
  const asked = await on(world.standby, 'dig nextuse.jin7942.co.kr');
  expect(asked.stdout).toMatch(/status: NOERROR/);
  expect(asked.stdout).toMatch(/;; flags: qr rd ra;/);
  expect(asked.stdout).toMatch(/nextuse\.jin7942\.co\.kr\.\t5\tIN\tCNAME\tjfree\.iptime\.org\./);
  const own = await on(
    world.standby,
    `dig @${authoritative.address} -p ${authoritative.port} +norecurse nextuse.jin7942.co.kr CNAME`,
  );
  expect(own.stdout).toMatch(/;; flags: qr aa;/);
  expect((await on(world.standby, 'dig +short +tcp jin-backup.jin7942.co.kr')).stdout).toBe('127.0.10.2\n');
  world.dns.faults.resolverDown(true);
  expect(await on(world.standby, 'dig +time=1 +tries=1 nextuse.jin7942.co.kr')).toMatchObject({ code: 9 });
  expect(await on(world.standby, 'dig @192.0.2.1 +time=1 example.com')).toMatchObject({ code: 9 });
});

test("curl on a host has curl's output and exit codes", async () => {
  const { address, port } = world.primary.site;
  const format = String.raw`--write-out '%{http_code} %{remote_ip} %header{x-served-by}\n'`;
  const curl = (rest: string): Promise<CommandResult> =>
    on(world.standby, `curl --silent --show-error --max-time 1 --output /dev/null ${format} ${rest}`);
  expect(await curl(world.url)).toMatchObject({ code: 0, stdout: `200 ${address} home\n` });
  const to = `--resolve nextuse.jin7942.co.kr:${port}:${world.standby.site.address}`;
  expect(await curl(`${to} --dump-header - ${world.url}`)).toMatchObject({
    stdout: expect.stringMatching(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n200 127\.0\.10\.2 standby\n$/),
  });
  expect(await curl(`${to} -X POST -d '{}' ${world.url}items`)).toMatchObject({
    stdout: expect.stringMatching(/^403 /),
  });
  expect(await curl(`-X POST -d '{}' ${world.url}items`)).toMatchObject({ stdout: expect.stringMatching(/^201 /) });
  expect(await curl('https://nobody.jin7942.co.kr/')).toMatchObject({
    code: 6,
    stderr: expect.stringContaining('(6) Could not resolve host'),
  });
  expect(await curl('http://192.0.2.1/')).toMatchObject({ code: 7 });
  expect(await curl(`https://${address}:${port}/`)).toMatchObject({ code: 60 });
  expect(await curl(`-k https://${address}:${port}/`)).toMatchObject({ code: 0 });
  expect(await curl(`https://${world.primary.ssh.address}:${world.primary.ssh.port}/`)).toMatchObject({ code: 35 });
  world.primary.faults.webError(503);
  expect(await curl(`--fail ${world.url}`)).toMatchObject({ code: 22, stdout: expect.stringMatching(/^503 /) });
  await world.primary.faults.webDown(true);
  expect(await curl(world.url)).toMatchObject({ code: 7, stdout: expect.stringMatching(/^000 /) });
  await world.primary.faults.blackhole(true);
  expect(await curl(world.url)).toMatchObject({ code: 28 });
});

test('a team may install a program of its own on a host', async () => {
  world.primary.programs.set('rsync', ({ args, stdout }) => {
    stdout(`sent ${args.length}\n`);
    return 0;
  });
  expect(await on(world.primary, 'rsync -a /srv/ standby:/srv/')).toMatchObject({ stdout: 'sent 3\n', code: 0 });
});
