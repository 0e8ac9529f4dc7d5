import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { isSameFingerprint } from '../../src/ssh/host-key.ts';
import { readHostKeys } from '../../src/ssh/read-host-key.ts';
import { createKeyPair, startTcp, toFingerprint } from '../support/ssh-fixture.ts';
import { toHost, useRemote, useSsh, writeKey } from '../support/remote-fixture.ts';

const options = { timeoutMs: 2000 };
const deps = { texts: catalogues.en, clock: systemClock };
const [ed25519, rsa, ecdsa] = [createKeyPair('ed25519'), createKeyPair('rsa'), createKeyPair('ecdsa')];

describe('the pinned host key', () => {
  it.each([
    ['ed25519', ed25519],
    ['ecdsa', ecdsa],
    ['rsa', rsa],
  ])('may be of any type that the host has: %s', async (_, pinned) => {
    const server = await useSsh({ hostKeys: [ed25519, ecdsa, rsa] });
    const remote = useRemote([toHost(server, { hostKey: toFingerprint(pinned) })]);
    expect(await remote.exec('home', ['true'], options)).toMatchObject({ exitCode: 0 });
  });

  it('is asked for directly the next time', async () => {
    const server = await useSsh({ hostKeys: [ed25519, ecdsa, rsa] });
    const remote = useRemote([toHost(server, { hostKey: toFingerprint(rsa) })]);
    await remote.exec('home', ['one'], options);
    const before = server.connectionCount();
    server.reset();
    await remote.exec('home', ['two'], options);
    expect(server.connectionCount() - before).toBe(1);
  });

  it('that differs stops everything, and the message has both', async () => {
    const server = await useSsh({ hostKeys: [ed25519, rsa] });
    const hostKey = toFingerprint(createKeyPair());
    const running = useRemote([toHost(server, { hostKey })]).exec('home', ['true'], options);
    const address = `127.0.0.1:${server.port}`;
    await expect(running).rejects.toMatchObject({
      code: 'not_allowed',
      message: `Host key of home (${address}) is not the pinned one: expected ${hostKey}, got ${toFingerprint(ed25519)}`,
      hint: `Only if you changed the key yourself, run \`npx watchkeeper hostkey ${address}\` and put it at hosts.home.hostKey; otherwise somebody may be in between.`,
    });
    expect(server.commands).toEqual([]);
  });

  it('is never sent a login when it differs', async () => {
    let logins = 0;
    const server = await useSsh({ onLogin: () => logins++ });
    const remote = useRemote([toHost(server, { hostKey: toFingerprint(createKeyPair()) })]);
    await expect(remote.exec('home', ['true'], options)).rejects.toMatchObject({ code: 'not_allowed' });
    expect(logins).toBe(0);
  });

  it('is compared as a whole', () => {
    expect(isSameFingerprint('SHA256:abc=', 'SHA256:abc')).toBe(true);
    expect(isSameFingerprint('SHA256:ab', 'SHA256:abc')).toBe(false);
    expect(isSameFingerprint('', 'SHA256:abc')).toBe(false);
  });
});

describe('readHostKeys', () => {
  it('lists every key that the host has, best first', async () => {
    const server = await useSsh({ hostKeys: [rsa, ed25519] });
    expect(await readHostKeys('127.0.0.1', server.port, 2000, deps)).toEqual([
      { type: 'ssh-ed25519', fingerprint: toFingerprint(ed25519) },
      { type: 'ssh-rsa', fingerprint: toFingerprint(rsa) },
    ]);
  });

  it('prints them as OpenSSH does', async ({ skip }) => {
    let printed: string;
    try {
      printed = execFileSync('ssh-keygen', ['-lf', writeKey({ private: ed25519.public })], { encoding: 'utf8' });
    } catch {
      return skip('no ssh-keygen here');
    }
    expect(printed).toContain(` ${toFingerprint(ed25519)} `);
  });

  it('says why there are none', async () => {
    const silent = await startTcp(() => {});
    await expect(readHostKeys('127.0.0.1', silent.port, 100, deps)).rejects.toMatchObject({
      code: 'unreachable',
      message: `No host key from 127.0.0.1:${silent.port}: accepts connections but sends no SSH banner`,
    });
    await silent.close();
    await expect(readHostKeys('127.0.0.1', silent.port, 100, deps)).rejects.toMatchObject({
      message: expect.stringContaining('connection refused'),
    });
  });
});
