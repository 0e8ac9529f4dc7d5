import type { Environment, TerminalEnvironment } from './config/environment.ts';
import type { Clock } from './core/clock.ts';
import type { Inventory } from './core/inventory.ts';
import { listKnown, type KnownSecrets } from './core/known-secrets.ts';
import type { Log } from './core/ports/log.ts';
import { createSecret } from './core/secret.ts';
import type { Texts } from './core/texts/catalogue.ts';
import { createCloudflareProvider } from './dns/cloudflare.ts';
import { createResolver } from './dns/resolver.ts';
import type { Ports } from './engine/deps.ts';
import { createProber } from './net/prober.ts';
import { createDetached } from './ssh/detached-commands.ts';
import { createRemote } from './ssh/remote.ts';

interface Deps {
  environment: Environment | TerminalEnvironment;
  inventory: Inventory;
  /** Cut out of whatever a host prints, should they ever get there. */
  secrets: KnownSecrets;
  texts: Texts;
  clock: Clock;
  log: Log;
}

/** The adapters to the outside world. Which one serves a port is a choice that is made here and visible here. */
export function createPorts({
  environment,
  inventory,
  secrets,
  texts,
  clock,
  log,
}: Deps): Ports & { close(): Promise<void> } {
  const { apiToken = createSecret(''), baseUrl } = environment.cloudflare;
  const remote = createRemote({
    hosts: inventory.hosts,
    texts,
    clock,
    log: log.child({ part: 'ssh' }),
    knownSecrets: listKnown(secrets),
    ...(environment.sshAgentSocket !== undefined && { agentSocket: environment.sshAgentSocket }),
  });
  return {
    remote,
    detached: createDetached({ remote, texts }),
    dnsProvider: createCloudflareProvider({
      token: apiToken,
      ...(baseUrl !== undefined && { baseUrl }),
      texts,
      clock,
      log: log.child({ part: 'cloudflare' }),
    }),
    resolver: createResolver({ texts, clock }),
    prober: createProber({ clock }),
    close: () => remote.close(),
  };
}
