import type { Client } from 'ssh2';
import type { Clock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import type { HostConfig } from '../core/inventory.ts';
import type { Log } from '../core/ports/log.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { connect } from './connect.ts';

interface Deps {
  hosts: Readonly<Record<string, HostConfig>>;
  texts: Texts;
  clock: Clock;
  log: Log;
  agentSocket: string | undefined;
  timeoutMs: number;
}

export interface Connection {
  client: Client;
  /** It was there before, so it may have died unnoticed. */
  isReused: boolean;
  /** Never gives this one out again. */
  drop(): void;
}

export interface Connections {
  getHost(name: string): HostConfig;
  /** The host's one connection, made when there is none; everybody who asks meanwhile gets the same. */
  open(name: string): Promise<Connection>;
  close(): Promise<void>;
}

/** Keeps one warm connection per host. Errors: `not_found`, `unreachable`, `not_allowed`, `invalid_input` (jump loop). */
export function createConnections({ hosts, texts, clock, log, agentSocket, timeoutMs }: Deps): Connections {
  const warm = new Map<string, Promise<Client>>();
  const keyTypes = new Map<string, string>();
  let isClosed = false;

  function getHost(name: string): HostConfig {
    const host = Object.hasOwn(hosts, name) ? hosts[name] : undefined;
    if (host) return host;
    const { ssh } = texts.adapters;
    throw new OpsError('not_found', ssh.noHost({ host: name }), { hint: ssh.noHostHint });
  }

  async function make(host: HostConfig, via: readonly string[]): Promise<Client> {
    const isJumpWarm = host.jump !== undefined && warm.has(host.jump);
    try {
      return await makeOnce(host, via);
    } catch (error) {
      // A way through the jump host that died while idle shows it only now; nothing has run over it.
      if (isJumpWarm && !warm.has(host.jump ?? '')) return await makeOnce(host, via);
      throw error;
    }
  }

  async function makeOnce(host: HostConfig, via: readonly string[]): Promise<Client> {
    const startedAt = clock.now().getTime();
    const jump = host.jump === undefined ? undefined : await take(host.jump, [...via, host.name]);
    const request = { host, jump, lastType: keyTypes.get(host.name) };
    const { client, key } = await connect(request, { texts, clock, agentSocket, timeoutMs });
    keyTypes.set(host.name, key.type);
    log.debug({ host: host.name, key: key.type, durationMs: clock.now().getTime() - startedAt }, 'ssh connected');
    return client;
  }

  function forget(name: string, made: Promise<Client>): void {
    if (warm.get(name) === made) warm.delete(name);
  }

  function take(name: string, via: readonly string[] = []): Promise<Client> {
    const host = getHost(name);
    const { ssh } = texts.adapters;
    if (via.includes(name)) throw new OpsError('invalid_input', ssh.jumpLoop({ hosts: [...via, name].join(' → ') }));
    if (isClosed) throw new OpsError('unreachable', ssh.closed);
    const known = warm.get(name);
    if (known) return known;
    const made = make(host, via);
    warm.set(name, made);
    const onClose = (): void => {
      forget(name, made);
      log.debug({ host: name }, 'ssh connection closed');
    };
    made.then(
      (client) => client.once('close', onClose),
      () => forget(name, made),
    );
    return made;
  }

  return {
    getHost,
    async open(name) {
      const isReused = warm.has(name);
      const made = take(name);
      return { client: await made, isReused, drop: () => forget(name, made) };
    },
    async close() {
      isClosed = true;
      const made = await Promise.allSettled(warm.values());
      await Promise.all(made.map(async (each) => (each.status === 'fulfilled' ? await hangUp(each.value) : undefined)));
    },
  };
}

/** Says goodbye and does not wait for an answer: a host that is gone would give none. */
function hangUp(client: Client): Promise<void> {
  return new Promise((resolve) => {
    client.once('close', () => resolve());
    client.end();
    client.destroy();
  });
}
