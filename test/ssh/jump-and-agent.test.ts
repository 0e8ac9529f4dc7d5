import { createServer } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startTcp } from '../support/ssh-fixture.ts';
import type { KeyPair } from '../support/ssh-fixture.ts';
import { toHost, useRemote, userKey, useSsh } from '../support/remote-fixture.ts';

const options = { timeoutMs: 2000 };

describe('a host behind a jump host', () => {
  it('is reached through it, over one connection each', async () => {
    const target = await useSsh();
    const jump = await useSsh({ canForward: true });
    const remote = useRemote([toHost(jump, { name: 'gate' }), toHost(target, { jump: 'gate' })]);
    await Promise.all([remote.exec('home', ['one'], options), remote.exec('home', ['two'], options)]);
    expect(target.commands.toSorted()).toEqual(['one', 'two']);
    expect([jump.connectionCount(), target.connectionCount()]).toEqual([1, 1]);
    expect(jump.commands).toEqual([]);
  });

  it('is verified by its own key: the jump host cannot stand in for it', async () => {
    const target = await useSsh();
    const jump = await useSsh({ canForward: true });
    const remote = useRemote([
      toHost(jump, { name: 'gate' }),
      toHost(target, { jump: 'gate', hostKey: jump.fingerprint }),
    ]);
    await expect(remote.exec('home', ['one'], options)).rejects.toMatchObject({ code: 'not_allowed' });
  });

  it('unreachable when the jump host cannot connect to it, and when it does not answer behind it', async () => {
    const silent = await startTcp(() => {});
    onTestFinished(() => silent.close());
    const jump = await useSsh({ canForward: true });
    const gate = toHost(jump, { name: 'gate' });
    const remote = useRemote(
      [gate, toHost({ port: 1 }, { name: 'closed', jump: 'gate' }), toHost(silent, { name: 'silent', jump: 'gate' })],
      { connectTimeoutMs: 300 },
    );
    await expect(remote.exec('closed', ['true'], options)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('gate cannot connect to it'),
    });
    await expect(remote.exec('silent', ['true'], options)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('outcome_unknown when the jump host goes away under a command; the next one finds a new way', async () => {
    const target = await useSsh({
      onCommand: ({ command, channel }) => {
        if (command === 'long') return jump.reset();
        channel.exit(0);
        channel.end();
      },
    });
    const jump = await useSsh({ canForward: true });
    const remote = useRemote([toHost(jump, { name: 'gate' }), toHost(target, { jump: 'gate' })]);
    await expect(remote.exec('home', ['long'], options)).rejects.toMatchObject({ code: 'outcome_unknown' });
    expect(await remote.exec('home', ['short'], options)).toMatchObject({ exitCode: 0 });
  });

  it('is reached anew when the way to the jump host died while idle', async () => {
    const target = await useSsh();
    const jump = await useSsh({ canForward: true });
    const remote = useRemote([toHost(jump, { name: 'gate' }), toHost(target, { jump: 'gate' })]);
    await remote.exec('gate', ['true'], options);
    jump.reset();
    expect(await remote.exec('home', ['true'], options)).toMatchObject({ exitCode: 0 });
  });

  it('is refused when the jumps form a circle', async () => {
    const remote = useRemote([
      toHost({ port: 1 }, { name: 'a', jump: 'b' }),
      toHost({ port: 1 }, { name: 'b', jump: 'a' }),
    ]);
    await expect(remote.exec('a', ['true'], options)).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'Jump hosts form a circle: a → b → a',
    });
  });
});

describe('a host without a key file', () => {
  it('is logged in to with the agent', async () => {
    const server = await useSsh();
    const remote = useRemote([toHost(server)], { agentSocket: await useAgent(userKey) });
    expect(await remote.exec('home', ['true'], options)).toMatchObject({ exitCode: 0 });
  });

  it('not_allowed when the agent is not there, or there is none', async () => {
    const server = await useSsh();
    for (const agentSocket of ['/nonexistent/agent', '']) {
      const remote = useRemote([toHost(server)], { agentSocket });
      await expect(remote.exec('home', ['true'], options)).rejects.toMatchObject({ code: 'not_allowed' });
    }
  });
});

/** An SSH agent that holds one key. */
async function useAgent(key: KeyPair): Promise<string> {
  const parsed = ssh2.utils.parseKey(key.private);
  if (parsed instanceof Error) throw parsed;
  const folder = mkdtempSync(join(tmpdir(), 'watchkeeper-agent-'));
  const server = createServer((socket) => {
    const agent = new ssh2.AgentProtocol(false);
    agent.on('identities', (request) => agent.getIdentitiesReply(request, [parsed]));
    agent.on('sign', (request, _key, data) => agent.signReply(request, parsed.sign(data)));
    socket.pipe(agent).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(join(folder, 'socket'), resolve));
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  return join(folder, 'socket');
}
