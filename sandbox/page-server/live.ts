import type { ServerResponse } from 'node:http';
import type { Clock } from '../../src/core/clock.ts';
import type { Snapshot } from './shapes.ts';

/** Changes that come within this time are sent together. */
const TOGETHER_MS = 40;
/** Keeps the connection from looking dead while nothing changes. */
const BREATH_MS = 15_000;

type Parts = { [Part in keyof Snapshot]: () => Snapshot[Part] };

/**
 * One browser's stream of server-sent events: each carries the parts of the snapshot that differ from what this
 * browser has. Ends with the response.
 */
export function streamSnapshot(
  response: ServerResponse,
  parts: Parts,
  { clock, onChange }: { clock: Clock; onChange(listener: () => void): () => void },
): void {
  const closed = new AbortController();
  const sent = new Map<string, string>();
  let isDue = false;

  const send = (): void => {
    isDue = false;
    if (closed.signal.aborted) return;
    const changed = Object.entries(parts).flatMap(([name, read]) => {
      const text = JSON.stringify(read());
      if (sent.get(name) === text) return [];
      sent.set(name, text);
      return [`${JSON.stringify(name)}:${text}`];
    });
    if (changed.length > 0) response.write(`data: {${changed.join(',')}}\n\n`);
  };
  const soon = (): void => {
    if (isDue) return;
    isDue = true;
    void clock.sleep(TOGETHER_MS, closed.signal).then(send);
  };
  const breathe = async (): Promise<void> => {
    while (!closed.signal.aborted) {
      await clock.sleep(BREATH_MS, closed.signal);
      if (!closed.signal.aborted) response.write(':\n\n');
    }
  };

  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const stop = onChange(soon);
  response.once('close', () => {
    stop();
    closed.abort();
  });
  send();
  void breathe();
}
