import type { Duplex } from 'node:stream';
import { NodeSSH } from 'node-ssh';
import type { Config } from 'node-ssh';
import type { Client } from 'ssh2';
import { OpsError } from '../core/errors.ts';
import type { HostConfig } from '../core/inventory.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { Credentials } from './credentials.ts';
import { isLoginRefused, toReason, toReasonOfSilence, toUnreachable } from './failure.ts';
import type { Phase } from './failure.ts';
import { isSameFingerprint, toAlgorithms, toHostKey } from './host-key.ts';
import type { HostKey, HostKeyType } from './host-key.ts';
import { untilAborted } from './until-aborted.ts';

const KEEPALIVE = { keepaliveInterval: 5000, keepaliveCountMax: 3 };

interface Attempt {
  host: HostConfig;
  /** A new socket, still dialling, or a channel through the jump host. */
  socket: Duplex;
  credentials: Credentials;
  types: readonly HostKeyType[];
  timeoutMs: number;
  /** Aborted when the time is over. */
  deadline: AbortSignal;
  texts: Texts;
}

export type LoginResult =
  | { kind: 'ready'; client: Client; key: HostKey }
  /** The host showed another key than the pinned one. */
  | { kind: 'other-key'; key: HostKey }
  /** The host has no key of these types. */
  | { kind: 'no-key' };

/** One attempt to get a verified, logged-in connection over the socket. Errors: `unreachable`, `not_allowed`. */
export async function logIn(attempt: Attempt): Promise<LoginResult> {
  const { host, socket, deadline, timeoutMs, texts } = attempt;
  const seen: { key?: HostKey } = {};
  const phase = watchPhase(socket, () => seen.key !== undefined);
  const ssh = new NodeSSH();
  try {
    const connecting = ssh.connect(toConfig(attempt, (key) => (seen.key = key)));
    const client = ssh.connection;
    // An `error` of a later time that nobody hears would end the process; `close` follows it and is heard.
    client?.on('error', () => {});
    await untilAborted(connecting, deadline);
    if (!client || !seen.key) throw new Error('No response from server');
    client.setMaxListeners(0);
    return { kind: 'ready', client, key: seen.key };
  } catch (error) {
    socket.destroy();
    if (seen.key && !isSameFingerprint(host.hostKey, seen.key.fingerprint)) return { kind: 'other-key', key: seen.key };
    if (!(error instanceof Error)) throw error;
    if (error.message.includes('no matching host key format')) return { kind: 'no-key' };
    if (deadline.aborted) throw toUnreachable(host, toReasonOfSilence(phase(), timeoutMs, texts), texts, error);
    if (isLoginRefused(error, phase())) throw toRefusal(host, texts, error);
    throw toUnreachable(host, toReason(error, phase(), timeoutMs, texts), texts, error);
  }
}

function toConfig({ host, socket, credentials, types }: Attempt, onKey: (key: HostKey) => void): Config {
  return {
    ...KEEPALIVE,
    ...credentials,
    sock: socket,
    username: host.user,
    readyTimeout: 0,
    algorithms: { serverHostKey: toAlgorithms(types) },
    hostVerifier: (blob: Buffer) => {
      const key = toHostKey(blob);
      onKey(key);
      return isSameFingerprint(host.hostKey, key.fingerprint);
    },
  };
}

/** Tells the phase from outside: ssh2 does not. */
function watchPhase(socket: Duplex, isKeySeen: () => boolean): () => Phase {
  let isConnected = !('connecting' in socket && socket.connecting === true);
  socket.once('connect', () => (isConnected = true));
  return () => {
    if (isKeySeen()) return 'verified';
    if (!isConnected) return 'dialling';
    return 'bytesRead' in socket && Number(socket.bytesRead) > 0 ? 'greeted' : 'connected';
  };
}

function toRefusal(host: HostConfig, texts: Texts, cause: Error): OpsError {
  const { ssh } = texts.adapters;
  const hint =
    host.privateKey === undefined
      ? ssh.loginRefusedHintAgent
      : ssh.loginRefusedHint({ host: host.name, user: host.user });
  return new OpsError('not_allowed', ssh.loginRefused({ host: host.name, user: host.user }), {
    cause,
    hint,
    details: { host: host.name },
  });
}
