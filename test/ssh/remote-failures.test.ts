import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished, describe, expect, it } from 'vitest';
import { createTestClock } from '../support/clock.ts';
import { createKeyPair, startTcp } from '../support/ssh-fixture.ts';
import { toHost, useRemote, useSsh, writeKey } from '../support/remote-fixture.ts';

const options = { timeoutMs: 2000 };

async function useTcp(onConnection: Parameters<typeof startTcp>[0]): Promise<{ port: number }> {
  const server = await startTcp(onConnection);
  onTestFinished(() => server.close());
  return server;
}

describe('a host that cannot be reached: unreachable, nothing ran', () => {
  it('refuses connections', async () => {
    await expect(useRemote([toHost({ port: 1 })]).exec('home', ['true'], options)).rejects.toMatchObject({
      code: 'unreachable',
      message: 'home (127.0.0.1:1) not reachable by SSH: connection refused',
    });
  });

  it('accepts and sends no banner, as a stopped sshd does', async () => {
    const server = await useTcp(() => {});
    const remote = useRemote([toHost(server)], { connectTimeoutMs: 150 });
    await expect(remote.exec('home', ['true'], options)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('accepts connections but sends no SSH banner'),
    });
  });

  it('closes before the banner, as at too many connections', async () => {
    const server = await useTcp((socket) => socket.end());
    await expect(useRemote([toHost(server)]).exec('home', ['true'], options)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('closes the connection before the SSH banner'),
    });
  });

  it('stops in the middle of the key exchange', async () => {
    const server = await useTcp((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
    const remote = useRemote([toHost(server)], { connectTimeoutMs: 150 });
    await expect(remote.exec('home', ['true'], options)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('key exchange not finished within 0.15 s'),
    });
  });

  it('is no SSH server', async () => {
    const server = await useTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await expect(useRemote([toHost(server)]).exec('home', ['true'], options)).rejects.toMatchObject({
      code: 'unreachable',
    });
  });

  it('never answers: the time is the clock’s', async () => {
    const server = await useTcp(() => {});
    const clock = createTestClock();
    const remote = useRemote([toHost(server)], { clock, connectTimeoutMs: 60_000 });
    const running = remote.exec('home', ['true'], options);
    await wait(20);
    clock.forward('1m');
    await expect(running).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('is tried anew by the next command', async () => {
    const gone = await useSsh();
    const host = toHost(gone);
    await gone.close();
    const remote = useRemote([host]);
    await expect(remote.exec('home', ['one'], options)).rejects.toMatchObject({ code: 'unreachable' });
    const back = await useSsh({ port: gone.port });
    await expect(remote.exec('home', ['two'], options)).rejects.toMatchObject({ code: 'not_allowed' });
    await back.close();
  });

  it('opens a session too late: the command that was given up does not start then', async () => {
    const server = await useSsh({ session: 'late' });
    await expect(useRemote([toHost(server)]).exec('home', ['reboot'], { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'unreachable',
    });
    await wait(200);
    expect(server.commands).toEqual([]);
  });

  it('opens no session on a warm connection: nothing was sent', async () => {
    const server = await useSsh({ session: 'ignore' });
    const remote = useRemote([toHost(server)]);
    await expect(remote.exec('home', ['true'], { timeoutMs: 150 })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('opens no session within 0.15 s'),
    });
    expect(server.commands).toEqual([]);
    await expect(remote.exec('home', ['true'], { timeoutMs: 150 })).rejects.toMatchObject({ code: 'unreachable' });
    expect(server.connectionCount()).toBe(2);
  });
});

describe('a command that may have run', () => {
  it('outcome_unknown when the connection is lost under it', async () => {
    const server = await useSsh({ onCommand: () => server.reset() });
    const running = useRemote([toHost(server)]).exec('home', ['docker', 'stop', 'web'], options);
    await expect(running).rejects.toMatchObject({
      code: 'outcome_unknown',
      message: 'Connection to home lost while `docker stop web` was running',
      hint: 'Check on home whether it took effect or still runs.',
    });
    expect(server.commands).toHaveLength(1);
  });

  it('outcome_unknown when the connection is lost before its start was confirmed', async () => {
    const server = await useSsh({ session: 'drop-at-command' });
    await expect(useRemote([toHost(server)]).exec('home', ['reboot'], options)).rejects.toMatchObject({
      code: 'outcome_unknown',
    });
    expect(server.connectionCount()).toBe(1);
  });

  it('outcome_unknown when the channel closes without an exit status', async () => {
    const server = await useSsh({ onCommand: ({ channel }) => channel.close() });
    await expect(useRemote([toHost(server)]).exec('home', ['true'], options)).rejects.toMatchObject({
      code: 'outcome_unknown',
    });
  });

  it('timed_out when it runs too long, and is killed', async () => {
    const server = await useSsh({ onCommand: () => {} });
    const remote = useRemote([toHost(server)]);
    await expect(remote.exec('home', ['sleep', '9'], { timeoutMs: 150 })).rejects.toMatchObject({
      code: 'timed_out',
      message: '`sleep 9` on home took longer than 0.15 s',
    });
    await expect.poll(() => server.signals).toEqual(['KILL']);
  });

  it('timed_out when its start is not confirmed in time', async () => {
    const server = await useSsh({ session: 'hold' });
    await expect(useRemote([toHost(server)]).exec('home', ['true'], { timeoutMs: 150 })).rejects.toMatchObject({
      code: 'timed_out',
    });
  });

  it('never shows a secret of its arguments', async () => {
    const server = await useSsh({ onCommand: () => {} });
    const remote = useRemote([toHost(server)], { knownSecrets: ['hunter2secret'] });
    const running = remote.exec('home', ['mysql', '-phunter2secret'], { timeoutMs: 100 });
    await expect(running).rejects.toMatchObject({ message: expect.not.stringContaining('hunter2') });
  });
});

describe('an aborted command', () => {
  const reason = new Error('cancelled by jin');

  it('rejects with the reason, and is killed; its neighbour goes on', async () => {
    const closed: string[] = [];
    const server = await useSsh({
      onCommand: ({ command, channel }) => {
        channel.resume().on('close', () => closed.push(command));
        if (command === 'short') setTimeout(() => (channel.exit(0), channel.end()), 120);
      },
    });
    const remote = useRemote([toHost(server)]);
    const abort = new AbortController();
    const long = remote.exec('home', ['long'], { ...options, signal: abort.signal });
    const short = remote.exec('home', ['short'], options);
    setTimeout(() => abort.abort(reason), 100);
    await expect(long).rejects.toBe(reason);
    expect(await short).toMatchObject({ exitCode: 0 });
    expect(server.signals).toEqual(['KILL']);
    expect(closed[0]).toBe('long');
    expect(server.connectionCount()).toBe(1);
  });

  it('does not wait for a connection or a place', async () => {
    const server = await useTcp(() => {});
    const remote = useRemote([toHost(server)], { maxConcurrentPerHost: 1, connectTimeoutMs: 300 });
    const abort = new AbortController();
    const both = [1, 2].map(async () => await remote.exec('home', ['true'], { ...options, signal: abort.signal }));
    setTimeout(() => abort.abort(reason), 30);
    for (const result of await Promise.allSettled(both)) expect(result).toMatchObject({ status: 'rejected', reason });
  });

  it('is not started at all when the signal was aborted before', async () => {
    const server = await useSsh();
    const signal = AbortSignal.abort(reason);
    await expect(useRemote([toHost(server)]).exec('home', ['true'], { ...options, signal })).rejects.toBe(reason);
    expect(server.connectionCount()).toBe(0);
  });
});

describe('a host that says no: not_allowed', () => {
  it('to the login', async () => {
    const server = await useSsh({ user: createKeyPair() });
    await expect(useRemote([toHost(server)]).exec('home', ['true'], options)).rejects.toMatchObject({
      code: 'not_allowed',
      message: 'home refuses the login as deploy',
      hint: expect.stringContaining('authorized_keys'),
    });
  });

  it.each(['refuse', 'refuse-command'] as const)('to the command (%s)', async (session) => {
    const server = await useSsh({ session });
    await expect(useRemote([toHost(server)]).exec('home', ['true'], options)).rejects.toMatchObject({
      code: 'not_allowed',
      message: 'home refuses to run `true`',
    });
  });

  it('before asking it, when the key file is no key or not there', async () => {
    const server = await useSsh();
    for (const privateKey of ['/nonexistent/key', writeKey({ private: 'no key' })]) {
      const running = useRemote([toHost(server, { privateKey })]).exec('home', ['true'], options);
      await expect(running).rejects.toMatchObject({
        code: 'not_allowed',
        message: expect.stringContaining('Key file of home'),
      });
    }
    expect(server.connectionCount()).toBe(0);
  });
});
