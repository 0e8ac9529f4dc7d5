import type { Clock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import type { HeartbeatConfig } from '../core/inventory.ts';
import type { HttpClient } from '../core/ports/http-client.ts';
import type { Log } from '../core/ports/log.ts';

/** Why the bot is not well enough to say that it is. */
export type Ailment = 'store' | 'slack';

/** How the last try ended: `failed` with an HTTP status, or undefined where there was no answer. */
export type Beat = { kind: 'sent' } | { kind: 'failed'; status?: number } | { kind: 'held_back'; why: Ailment };

export interface Heartbeat {
  start(): void;
  /** A try in hand ends by its own time limit: nobody waits for it. */
  stop(): void;
  /** When one was taken last, ms, and how the last try ended. */
  read(): { sentAt?: number; last?: Beat };
}

interface Deps {
  config: HeartbeatConfig;
  http: HttpClient;
  /** What is wrong with the bot; undefined: it is well. */
  findAilment(): Promise<Ailment | undefined>;
  clock: Clock;
  log: Log;
  onBeat(kind: Beat['kind']): void;
}

/** How soon it is looked again whether the bot is well. */
const AGAIN_MS = 5_000;

/**
 * Says to somebody outside that the bot is well, as long as it is: whoever does not hear it any more calls people. The address
 * is the secret, so nothing that is thrown is logged.
 */
export function createHeartbeat({ config, http, findAilment, clock, log, onBeat }: Deps): Heartbeat {
  const { url, everyMs, timeoutMs } = config;
  const stopped = new AbortController();
  let sentAt: number | undefined;
  let last: Beat | undefined;

  async function beat(): Promise<Beat> {
    const why = await findAilment();
    if (why !== undefined) return { kind: 'held_back', why };
    try {
      const { status } = await http.send({ url: url.reveal(), timeoutMs });
      return status < 300 ? { kind: 'sent' } : { kind: 'failed', status };
    } catch (thrown) {
      if (!(thrown instanceof OpsError)) throw thrown;
      return { kind: 'failed' };
    }
  }

  function note(now: Beat): void {
    if (now.kind === 'sent') sentAt = clock.now().getTime();
    if (now.kind !== 'sent' && now.kind !== last?.kind) log.warn({ beat: now }, 'heartbeat was not sent');
    if (now.kind === 'sent' && last !== undefined && last.kind !== 'sent') log.info({}, 'heartbeat was sent again');
    last = now;
    onBeat(now.kind);
  }

  return {
    start() {
      void (async () => {
        while (!stopped.signal.aborted) {
          const now = await beat().catch((): Beat => ({ kind: 'failed' }));
          note(now);
          await clock.sleep(now.kind === 'held_back' ? Math.min(everyMs, AGAIN_MS) : everyMs, stopped.signal);
        }
      })();
    },
    stop: () => stopped.abort(),
    read: () => ({ ...(sentAt !== undefined && { sentAt }), ...(last && { last }) }),
  };
}
