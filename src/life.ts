import type { Log } from './core/ports/log.ts';
import type { Store } from './core/store.ts';

interface Looping {
  start(): void;
  stop(): Promise<void>;
}

interface Parts {
  store: Store;
  http: { start(): Promise<number>; stop(): Promise<void> };
  engine: { start(): Promise<void>; stop(): Promise<void>; heed(): void };
  terminal: { start(): Promise<void>; stop(): Promise<void> } | undefined;
  slack: { start(): Promise<void>; stop(): Promise<void>; drain(): void; wake(): void };
  dailyHead: Looping;
  watch: Looping;
  primaries: Looping | undefined;
  heartbeat: { start(): void; stop(): void } | undefined;
  retention: Looping;
  ports: { close(): Promise<void> };
  mode: string;
  log: Log;
}

/** In which order the bot's parts start, and stop: what takes work in before what shows it, the database last. */
export function createLife(parts: Parts): { start(): Promise<number>; stop(): Promise<void> } {
  const { store, http, engine, terminal, slack, dailyHead, watch, retention, ports, mode, log } = parts;
  const { primaries, heartbeat } = parts;
  return {
    async start() {
      store.peers.onNews(() => {
        engine.heed();
        slack.wake();
      });
      store.peers.join();
      const port = await http.start();
      await engine.start();
      // Before Slack, whose answer may take its time, or never come.
      await terminal?.start();
      await slack.start();
      dailyHead.start();
      watch.start();
      primaries?.start();
      heartbeat?.start();
      retention.start();
      log.info({ port, mode }, 'watchkeeper started');
      return port;
    },
    async stop() {
      log.info({}, 'watchkeeper stopping');
      slack.drain();
      heartbeat?.stop();
      await dailyHead.stop();
      await terminal?.stop();
      await Promise.all([engine.stop(), watch.stop(), primaries?.stop(), retention.stop()]);
      await slack.stop();
      await Promise.all([http.stop(), ports.close()]);
      await store.close();
      log.info({}, 'watchkeeper stopped');
    },
  };
}
