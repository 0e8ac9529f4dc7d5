import { randomUUID } from 'node:crypto';
import { systemClock } from '../../../src/core/clock.ts';
import { isObject, toText } from '../json-object.ts';
import { ACK_MS, type Outcome } from './outcome.ts';

/** Envelopes that were sent over a socket and wait for the app's receipt. */
export interface PendingAcks {
  /** Sends with a new envelope id, and waits for as long as Slack does. */
  waitFor(send: (envelopeId: string) => void): Promise<Outcome>;
  /** Any text that came from the app. */
  take(text: string): void;
}

export function createPendingAcks(): PendingAcks {
  const pending = new Map<string, (body: unknown) => void>();
  return {
    async waitFor(send) {
      const startedMs = performance.now();
      const id = randomUUID();
      const acked = new AbortController();
      let answer: { body: unknown } | undefined;
      pending.set(id, (body) => {
        answer = { body };
        acked.abort();
      });
      send(id);
      await systemClock.sleep(ACK_MS, acked.signal);
      pending.delete(id);
      const ackMs = Math.round(performance.now() - startedMs);
      return answer ? { ok: true, ackMs, body: answer.body } : { ok: false, ackMs, error: 'operation_timeout' };
    },
    take(text) {
      const message = parse(text);
      if (isObject(message)) pending.get(toText(message['envelope_id']))?.(message['payload']);
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
