import { connect as connectSocket } from 'node:net';
import ssh2 from 'ssh2';
import type { Clock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { toAddress, toReason, toReasonOfSilence } from './failure.ts';
import type { Phase } from './failure.ts';
import { hostKeyTypes, toAlgorithms, toHostKey } from './host-key.ts';
import type { HostKey, HostKeyType } from './host-key.ts';
import { startTimer } from '../core/start-timer.ts';

interface Deps {
  texts: Texts;
  clock: Clock;
}

type Answer = { key: HostKey } | { reason: string } | 'no-key-of-this-type';

/**
 * The host keys that a server shows, best type first, without logging in. What it says is not proof: whoever pins a
 * key compares it with what the host itself prints. Errors: `unreachable` when there is none.
 */
export async function readHostKeys(address: string, port: number, timeoutMs: number, deps: Deps): Promise<HostKey[]> {
  const answers = await Promise.all(hostKeyTypes.map(async (type) => await ask(address, port, type, timeoutMs, deps)));
  const keys = answers.flatMap((answer) => (typeof answer === 'object' && 'key' in answer ? [answer.key] : []));
  if (keys.length > 0) return keys;
  const { ssh } = deps.texts.adapters;
  const failure = answers.find((answer) => typeof answer === 'object' && 'reason' in answer);
  const reason = typeof failure === 'object' && 'reason' in failure ? failure.reason : ssh.reasons.noCommonKey;
  const message = ssh.noHostKeys({ address: toAddress({ address, port }), reason });
  throw new OpsError('unreachable', message, { hint: ssh.unreachableHint });
}

function ask(address: string, port: number, type: HostKeyType, timeoutMs: number, deps: Deps): Promise<Answer> {
  const { texts, clock } = deps;
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const socket = connectSocket({ host: address, port, noDelay: true });
  const client = new ssh2.Client();
  const phase = (): Phase => {
    if (socket.connecting) return 'dialling';
    return socket.bytesRead > 0 ? 'greeted' : 'connected';
  };
  const stopTimer = startTimer(clock, timeoutMs, () => {
    resolve({ reason: toReasonOfSilence(phase(), timeoutMs, texts) });
    socket.destroy();
  });
  client.on('error', (error) => {
    if (error.message.includes('no matching host key format')) return resolve('no-key-of-this-type');
    resolve({ reason: toReason(error, phase(), timeoutMs, texts) });
  });
  client.on('close', () => {
    stopTimer();
    resolve({ reason: texts.adapters.ssh.reasons.reset });
  });
  client.connect({
    sock: socket,
    username: 'hostkey',
    readyTimeout: 0,
    algorithms: { serverHostKey: toAlgorithms([type]) },
    hostVerifier: (blob: Buffer) => {
      resolve({ key: toHostKey(blob) });
      return false;
    },
  });
  return promise;
}
