import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createKeyPair, answer } from '../support/ssh-fixture.ts';
import { toHost, useRemote, useSsh, writeKey } from '../support/remote-fixture.ts';

const options = { timeoutMs: 2000 };

describe('a command on a host', () => {
  it('gives exit code, both outputs and what was asked', async () => {
    const server = await useSsh({
      onCommand: ({ channel }) => {
        channel.stderr.write('careful\n');
        answer(channel, 'up\n', 3);
      },
    });
    const result = await useRemote([toHost(server)]).exec('home', ['docker', 'ps', 'a b'], options);
    expect(result).toMatchObject({
      host: 'home',
      argv: ['docker', 'ps', 'a b'],
      exitCode: 3,
      stdout: 'up\n',
      stderr: 'careful\n',
      isTruncated: false,
    });
    expect(server.commands).toEqual(["docker ps 'a b'"]);
  });

  it('names the signal that ended it', async () => {
    const server = await useSsh({
      onCommand: ({ channel }) => {
        channel.exit('KILL', false, '');
        channel.end();
      },
    });
    const result = await useRemote([toHost(server)]).exec('home', ['sleep', '9'], options);
    expect(result).toMatchObject({ exitCode: null, signal: 'KILL' });
  });

  it('gets end of input at once, so that nothing waits for a keyboard', async () => {
    const server = await useSsh({
      onCommand: ({ channel }) => {
        channel.resume();
        channel.on('end', () => answer(channel, 'eof'));
      },
    });
    expect(await useRemote([toHost(server)]).exec('home', ['cat'], options)).toMatchObject({ stdout: 'eof' });
  });

  it('keeps head and tail of a long output, without secrets', async () => {
    const server = await useSsh({
      onCommand: ({ channel }) => answer(channel, `hunter2secret ${'x'.repeat(500_000)} password=open`),
    });
    const remote = useRemote([toHost(server)], { knownSecrets: ['hunter2secret'], maxOutputBytes: 1000 });
    const { stdout, isTruncated } = await remote.exec('home', ['logs'], options);
    expect(stdout.length).toBeLessThan(1100);
    expect(isTruncated).toBe(true);
    expect(stdout).toMatch(/^\[redacted\] x+\n\[… \d+ B …\]\nx+ password=\[redacted\]$/);
  });

  it('that left something behind which holds its output is over when it exits', async () => {
    const server = await useSsh({
      onCommand: ({ channel }) => {
        channel.write('started');
        channel.exit(0);
      },
    });
    const result = await useRemote([toHost(server)]).exec('home', ['start'], { timeoutMs: 200 });
    expect(result).toMatchObject({ exitCode: 0, stdout: 'started', isTruncated: true });
  });

  it('needs a program and no NUL', async () => {
    const server = await useSsh();
    const remote = useRemote([toHost(server)]);
    await expect(remote.exec('home', [], options)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(remote.exec('home', ['a\0'], options)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(server.connectionCount()).toBe(0);
  });

  it('needs a host that the inventory has', async () => {
    await expect(useRemote([]).exec('constructor', ['true'], options)).rejects.toMatchObject({
      code: 'not_found',
      message: 'No such host: constructor',
    });
  });
});

describe('the connection', () => {
  it('is shared by everything that asks for it at the same time and after', async () => {
    const server = await useSsh();
    const remote = useRemote([toHost(server)]);
    await Promise.all([1, 2, 3].map(async (n) => await remote.exec('home', ['echo', String(n)], options)));
    await remote.exec('home', ['echo', '4'], options);
    expect(server.commands.toSorted()).toEqual(['echo 1', 'echo 2', 'echo 3', 'echo 4']);
    expect(server.connectionCount()).toBe(1);
  });

  it('is made again when the old one died while idle', async () => {
    const server = await useSsh();
    const remote = useRemote([toHost(server)]);
    await remote.exec('home', ['one'], options);
    server.reset();
    expect(await remote.exec('home', ['two'], options)).toMatchObject({ exitCode: 0 });
    await wait(50);
    expect(await remote.exec('home', ['three'], options)).toMatchObject({ exitCode: 0 });
    expect(server.commands).toEqual(['one', 'two', 'three']);
  });

  it('carries so many commands at once and no more; the others wait', async () => {
    let running = 0;
    let most = 0;
    const server = await useSsh({
      onCommand: ({ channel }) => {
        most = Math.max(most, ++running);
        setTimeout(() => {
          running--;
          answer(channel);
        }, 30);
      },
    });
    const remote = useRemote([toHost(server)], { maxConcurrentPerHost: 2 });
    await Promise.all(Array.from({ length: 7 }, async () => await remote.exec('home', ['true'], options)));
    expect(server.commands).toHaveLength(7);
    expect(most).toBe(2);
  });

  it('refuses a command that waited its whole time for a place: it did not run', async () => {
    const server = await useSsh({ onCommand: () => {} });
    const remote = useRemote([toHost(server)], { maxConcurrentPerHost: 1 });
    const first = remote.exec('home', ['long'], { timeoutMs: 400 });
    await expect(remote.exec('home', ['short'], { timeoutMs: 100 })).rejects.toMatchObject({ code: 'unreachable' });
    await expect(first).rejects.toMatchObject({ code: 'timed_out' });
    expect(server.commands).toEqual(['long']);
  });

  it('is closed with the remote, which then runs nothing more', async () => {
    const server = await useSsh();
    const remote = useRemote([toHost(server)]);
    await remote.exec('home', ['one'], options);
    await remote.close();
    await expect(remote.exec('home', ['two'], options)).rejects.toMatchObject({ code: 'unreachable' });
    expect(server.commands).toEqual(['one']);
  });

  it('does not wait for delayed acknowledgements: a warm command takes a few milliseconds', async () => {
    const server = await useSsh();
    const remote = useRemote([toHost(server)]);
    await remote.exec('home', ['warm'], options);
    const times: number[] = [];
    for (let n = 0; n < 9; n++) times.push((await remote.exec('home', ['true'], options)).durationMs);
    expect(times.toSorted((a, b) => a - b)[4]).toBeLessThan(30);
  });

  it('logs in with an RSA key too', async () => {
    const key = createKeyPair('rsa');
    const server = await useSsh({ user: key });
    const remote = useRemote([toHost(server, { privateKey: writeKey(key) })]);
    expect(await remote.exec('home', ['true'], options)).toMatchObject({ exitCode: 0 });
  });
});
