import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { listenOn } from './free-port.ts';
import type { Address } from './address.ts';

/** `refused`: nobody listens. `silent`: connections are accepted and no byte flows, as with a dropped cable. */
export type CableState = 'open' | 'refused' | 'silent';

export interface Cable {
  /** Does what `wanted` says now. Closing is immediate, opening is done when the promise resolves. */
  refresh(): Promise<void>;
  /** Ends every connection, as a restart of what is behind would. */
  hangUp(): void;
  close(): Promise<void>;
}

interface Pair {
  outer: Socket;
  inner?: Socket;
}

/**
 * The outside of a port: relays to a server on an inner port, so that a fault takes hold of connections in every state,
 * in the middle of a handshake as well, whatever protocol they speak.
 */
export function createCable(outside: Address, innerPort: () => number, wanted: () => CableState): Cable {
  const pairs = new Set<Pair>();
  let server: Server | undefined;
  let state: CableState = 'refused';
  let isClosed = false;
  let settled = Promise.resolve();

  const desired = (): CableState => (isClosed ? 'refused' : wanted());

  function plug(pair: Pair): void {
    const { outer } = pair;
    const inner = (pair.inner ??= dial(pair));
    outer.pipe(inner);
    inner.pipe(outer);
  }

  function dial(pair: Pair): Socket {
    const inner = connect({ port: innerPort(), host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    inner.on('error', () => inner.destroy());
    inner.on('close', () => pair.outer.destroySoon());
    return inner;
  }

  function unplug({ outer, inner }: Pair): void {
    if (inner !== undefined) {
      outer.unpipe(inner);
      inner.unpipe(outer);
      inner.pause();
    }
    outer.pause();
  }

  function accept(outer: Socket): void {
    const pair: Pair = { outer };
    pairs.add(pair);
    outer.on('error', () => outer.destroy());
    outer.on('close', () => {
      pairs.delete(pair);
      pair.inner?.destroy();
    });
    if (desired() !== state) void cable.refresh();
    if (state === 'open') plug(pair);
    else outer.pause();
  }

  async function apply(): Promise<void> {
    const before = state;
    state = desired();
    if (state === 'refused') return hangUp();
    if (server === undefined) {
      server = createServer({ allowHalfOpen: true, noDelay: true }, accept);
      await listenOn(outside.address, outside.port, server);
    }
    if (state === before) return;
    for (const pair of pairs) (state === 'open' ? plug : unplug)(pair);
  }

  function hangUp(): void {
    for (const { outer, inner } of pairs) {
      inner?.destroy();
      outer.destroy();
    }
    pairs.clear();
  }

  const cable: Cable = {
    hangUp,
    refresh() {
      if (desired() === 'refused') {
        state = 'refused';
        server?.close();
        server = undefined;
        hangUp();
      } else if (desired() === 'silent' && state === 'open') {
        state = 'silent';
        for (const pair of pairs) unplug(pair);
      }
      settled = settled.catch(() => undefined).then(apply);
      return settled;
    },
    close() {
      isClosed = true;
      return cable.refresh();
    },
  };
  return cable;
}
