import type { Socket } from 'node:net';
import type { Clock } from '../core/clock.ts';
import type { OpsError } from '../core/errors.ts';
import type { Log } from '../core/ports/log.ts';
import { LIMITS, type ServerMessage, type WireError } from './protocol.ts';

/** The bot's end of one connection. */
export interface Channel {
  send(message: ServerMessage): void;
  /** The last word; a client that does not hang up then is cut off. */
  refuse(error: OpsError): void;
  cutOff(): void;
  /** The last word was said: what still comes is not answered. */
  readonly isOver: boolean;
  /** Aborted when the client is gone. */
  readonly gone: AbortSignal;
  readonly closed: Promise<void>;
}

const GOODBYE_MS = 1_000;

export function createChannel(socket: Socket, { clock, log }: { clock: Clock; log: Log }): Channel {
  const gone = new AbortController();
  let isOver = false;
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.once('close', () => gone.abort());
  socket.on('error', (err) => log.debug({ err }, 'terminal connection broke'));

  function send(message: ServerMessage): void {
    if (socket.destroyed || socket.writableEnded) return;
    if (socket.writableLength > LIMITS.unreadBytes) {
      log.warn({}, 'terminal that does not read was let go');
      socket.destroy();
      return;
    }
    socket.write(`${JSON.stringify(message)}\n`);
  }

  async function endSoon(): Promise<void> {
    socket.end();
    await clock.sleep(GOODBYE_MS, gone.signal);
    socket.destroy();
  }

  return {
    send,
    refuse(error) {
      if (isOver) return;
      isOver = true;
      log.warn({ code: error.code, reason: error.message }, 'terminal refused');
      send({ type: 'refused', error: toWireError(error) });
      void endSoon();
    },
    cutOff: () => void socket.destroy(),
    get isOver() {
      return isOver;
    },
    gone: gone.signal,
    closed,
  };
}

export function toWireError({ code, message, hint }: OpsError): WireError {
  return { code, message, ...(hint !== undefined && { hint }) };
}
