import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { HostConfig } from '../../src/core/inventory.ts';
import type { Remote } from '../../src/core/ports/remote.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createRemote } from '../../src/ssh/remote.ts';
import './real-sockets.ts';
import { createQuietLog } from './quiet-log.ts';
import { createKeyPair, startSsh } from './ssh-fixture.ts';
import type { KeyPair, SshFixture } from './ssh-fixture.ts';

export const userKey = createKeyPair();

/** The path of a file with the key, gone after the test. */
export function writeKey(key: KeyPair | { private: string }): string {
  const folder = mkdtempSync(join(tmpdir(), 'watchkeeper-ssh-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'key');
  writeFileSync(path, key.private, { mode: 0o600 });
  return path;
}

/** A server that ends with the test. */
export async function useSsh(options: Parameters<typeof startSsh>[0] = {}): Promise<SshFixture> {
  const server = await startSsh({ user: userKey, ...options });
  onTestFinished(() => server.close());
  return server;
}

export function toHost(server: { port: number; fingerprint?: string }, more: Partial<HostConfig> = {}): HostConfig {
  return {
    name: 'home',
    address: '127.0.0.1',
    port: server.port,
    user: 'deploy',
    hostKey: server.fingerprint ?? 'SHA256:none',
    minMemoryMb: 0,
    minDiskMb: 0,
    ...more,
  };
}

type Options = Partial<Omit<Parameters<typeof createRemote>[0], 'hosts'>> & { clock?: Clock };

/** A remote over these hosts that ends with the test; hosts without a key get the user's. */
export function useRemote(hosts: HostConfig[], options: Options = {}): Remote & { close(): Promise<void> } {
  const key = options.agentSocket === undefined ? { privateKey: writeKey(userKey) } : {};
  const remote = createRemote({
    hosts: Object.fromEntries(hosts.map((host) => [host.name, { ...key, ...host }])),
    texts: catalogues.en,
    clock: systemClock,
    log: createQuietLog(),
    ...options,
  });
  onTestFinished(() => remote.close());
  return remote;
}
