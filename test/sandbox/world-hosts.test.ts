import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NodeSSH } from 'node-ssh';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host } from '../../sandbox/world/host.ts';
import { toFingerprint } from '../../sandbox/world/keys.ts';
import { createWorld } from '../../sandbox/world/world.ts';
import type { World } from '../../sandbox/world/world.ts';
import { connectSsh, runOver } from '../support/ssh-client.ts';
import type { SshConnection } from '../support/ssh-client.ts';

let world: World;
const open: SshConnection[] = [];

beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  for (const it of open.splice(0)) it.end();
  await world.close();
});

function keyOf(): string {
  return world.deployKey?.privateKeyPem ?? '';
}

async function ssh(host: Host, user = 'deploy', privateKey = keyOf()): Promise<SshConnection> {
  const connection = await connectSsh({ ...host.ssh, user, privateKey });
  open.push(connection);
  return connection;
}

test('each host answers its own name behind the host key it names', async () => {
  for (const host of [world.primary, world.standby]) {
    const connection = await ssh(host);
    expect(connection.hostKey).toBe(host.ssh.hostKey);
    expect(await runOver(connection, 'hostname')).toEqual({
      stdout: `${host.hostname}\n`,
      stderr: '',
      code: 0,
      signal: undefined,
    });
    expect(host.commands).toEqual([{ at: expect.any(Date), argv: ['hostname'], exitCode: 0 }]);
  }
});

test('node-ssh and many channels at once work on one connection', async () => {
  const client = new NodeSSH();
  const { address, port } = world.standby.ssh;
  await client.connect({ host: address, port, username: 'deploy', privateKey: keyOf(), keepaliveInterval: 50 });
  const names = Array.from({ length: 8 }, (_, at) => `word ${at}`);
  const outputs = await Promise.all(names.map((it) => client.exec('echo', [it])));
  expect(outputs).toEqual(names);
  await client.exec('sleep', ['0.3']);
  expect(client.isConnected()).toBe(true);
  const closed = new Promise<void>((resolve) =>
    client.connection?.on('error', () => resolve()).on('close', () => resolve()),
  );
  client.dispose();
  await closed;
});

test.skipIf(!existsSync('/usr/bin/ssh'))(
  'OpenSSH logs in, and knows the host key by the same fingerprint',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'world-ssh-'));
    const { address, port, hostKey } = world.primary.ssh;
    await writeFile(join(folder, 'key'), keyOf(), { mode: 0o600 });
    const options = [
      'StrictHostKeyChecking=accept-new',
      `UserKnownHostsFile=${join(folder, 'hosts')}`,
      'BatchMode=yes',
    ];
    const args = [
      ...options.flatMap((it) => ['-o', it]),
      '-i',
      join(folder, 'key'),
      '-p',
      String(port),
      '-v',
      `deploy@${address}`,
    ];
    const { stdout, stderr } = await promisify(execFile)('ssh', [
      '-F',
      'none',
      ...args,
      'docker',
      'ps',
      '--format',
      "'{{.Names}}'",
    ]);
    expect(stdout).toContain('used-market-db\n');
    expect(stderr).toContain(`Server host key: ssh-ed25519 ${hostKey}`);
    await expect(promisify(execFile)('ssh', ['-F', 'none', ...args, 'false'])).rejects.toMatchObject({ code: 1 });
    await rm(folder, { recursive: true });
  },
);

test('only deploy with its key gets in', async () => {
  const other = await createWorld({ deployPublicKey: world.deployKey?.publicKey ?? '' });
  expect(other.deployKey).toBeUndefined();
  await expect(ssh(other.primary)).resolves.toBeDefined();
  await other.close();
  await expect(ssh(world.primary, 'root')).rejects.toThrow(/authentication/);
  const stranger = (await createWorld()) satisfies World;
  await expect(ssh(world.primary, 'deploy', stranger.deployKey?.privateKeyPem)).rejects.toThrow(/authentication/);
  await stranger.close();
  world.primary.faults.denyAuth(true);
  await expect(ssh(world.primary)).rejects.toThrow(/authentication/);
});

test('a changed host key ends connections and shows a new fingerprint', async () => {
  const before = world.standby.ssh.hostKey;
  const connection = await ssh(world.standby);
  const closed = connection.closed;
  world.standby.faults.changeHostKey();
  await closed;
  expect(world.standby.ssh.hostKey).not.toBe(before);
  expect((await ssh(world.standby)).hostKey).toBe(world.standby.ssh.hostKey);
});

test('what needs a shell ends with 2, what is not installed with 127', async () => {
  const connection = await ssh(world.primary);
  expect(await runOver(connection, 'docker ps; reboot')).toMatchObject({
    code: 2,
    stderr: 'sh: 1: Syntax error: ";" unexpected\n',
  });
  expect(await runOver(connection, 'xyz')).toMatchObject({ code: 127, stderr: 'sh: 1: xyz: not found\n' });
  expect(await runOver(connection, "sh -c 'docker ps'")).toMatchObject({ code: 126 });
  expect(world.primary.commands.map((it) => it.exitCode)).toEqual([2, 127, 126]);
});

test('a running command ends when it is signalled or its channel is closed', async () => {
  const connection = await ssh(world.primary);
  const killed = await runOver(connection, 'sleep 60', { afterMs: 50, signal: 'TERM' });
  expect(killed).toMatchObject({ signal: 'SIGTERM' });
  world.primary.faults.commandHang('docker');
  await runOver(connection, 'docker ps', { afterMs: 50, isClosing: true });
  expect(world.primary.commands.map((it) => it.exitCode)).toEqual([undefined, undefined]);
  expect(await runOver(connection, 'hostname')).toMatchObject({ code: 0 });
});

test('commands fail on request: before they act, or with the answer lost after they did', async () => {
  const { faults, containers } = world.primary;
  const connection = await ssh(world.primary);
  faults.commandFail('docker stop', 1, 'permission denied');
  expect(await runOver(connection, 'docker stop jin-gateway')).toMatchObject({
    code: 1,
    stderr: 'permission denied\n',
  });
  expect(containers.get('jin-gateway')?.state).toBe('running');
  faults.commandFail(undefined);
  faults.dropDuringCommand('docker stop');
  await expect(runOver(connection, 'docker stop jin-gateway')).rejects.toThrow(/lost/);
  expect(containers.get('jin-gateway')?.state).toBe('exited');
  expect(await runOver(await ssh(world.primary), 'docker start jin-gateway')).toMatchObject({ code: 0 });
  expect(world.primary.commands.map((it) => it.exitCode)).toEqual([1, 0, 0]);
});

type PortAnswer = 'refused' | 'silent' | 'speaks';

function knock({ address, port }: { address: string; port: number }, hello = ''): Promise<PortAnswer> {
  return new Promise((resolve) => {
    const socket = connect(port, address, () => socket.write(hello));
    const finish = (answer: PortAnswer): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(150, () => finish('silent'));
    socket.on('data', () => finish('speaks'));
    // TLS hangs up on what is no TLS.
    socket.on('end', () => finish('speaks'));
    socket.on('error', () => finish('refused'));
  });
}

test('unreachable refuses, a black hole and a hanging SSH accept and stay silent', async () => {
  const { faults, ssh: port, site } = world.primary;
  expect([await knock(port), await knock(site, 'x'.repeat(20))]).toEqual(['speaks', 'speaks']);
  await faults.unreachable(true);
  expect([await knock(port), await knock(site)]).toEqual(['refused', 'refused']);
  await faults.clear();
  await faults.sshHang(true);
  expect([await knock(port), await knock(site, 'x'.repeat(20))]).toEqual(['silent', 'speaks']);
  await faults.blackhole(true);
  expect([await knock(port), await knock(site, 'x'.repeat(20))]).toEqual(['silent', 'silent']);
  expect(await knock(world.standby.ssh)).toBe('speaks');
});

test('a black hole takes open connections with it, and gives them back', async () => {
  const connection = await ssh(world.primary);
  await world.primary.faults.blackhole(true);
  const answer = runOver(connection, 'hostname');
  const first = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 200, 'silence'))]);
  expect(first).toBe('silence');
  expect(world.primary.commands).toEqual([]);
  await world.primary.faults.blackhole(false);
  expect(await answer).toMatchObject({ stdout: 'home-server\n' });
});

test('the fingerprint is that of ssh-keygen', () => {
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl github';
  expect(toFingerprint(key)).toBe('SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU');
});
