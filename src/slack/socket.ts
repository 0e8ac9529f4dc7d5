import { SocketModeReceiver, type App } from '@slack/bolt';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/ports/log.ts';
import type { Secret } from '../core/secret.ts';
import { createBoltLogger } from './bolt-logger.ts';

/** The part of SocketModeClient that is used, some of it not public: see `guard`. */
interface Client {
  on(event: 'ws_message', listener: (data: unknown, isBinary: boolean) => void): void;
  on(event: 'disconnected', listener: () => void): void;
  removeAllListeners(event: 'ws_message'): void;
  onWebSocketMessage(data: unknown, isBinary: boolean): Promise<void>;
  send(envelopeId: string): Promise<void>;
  start(): Promise<unknown>;
  disconnect(): Promise<void>;
  websocket?: { isActive(): boolean; readonly readyState: number | undefined; disconnect(): void };
}

export interface SocketDeps {
  appToken: Secret;
  apiUrl: string;
  clock: Clock;
  log: Log;
  /** Told when Slack refuses the app-level token. */
  onRefused(slackError: string): void;
}

/** One of the connections over which Slack sends what people do. */
export interface Socket {
  receiver: SocketModeReceiver;
  init(app: App): void;
  /** Connects, and connects again whenever it is cut, until `stop`. Never throws. */
  start(): void;
  stop(): void;
  /** Lets go of the connection, however well it looks, and opens another. */
  renew(): void;
  isConnected(): boolean;
  /** When Slack last sent anything, ms; undefined before that. */
  lastHeardAt(): number | undefined;
}

const CONNECT_TIMEOUT_MS = 20_000;
const RETRY_MAX_MS = 15_000;
const CLOSE_GRACE_MS = 300;
const BAD_TOKEN =
  /\b(not_authed|invalid_auth|account_inactive|token_revoked|not_allowed_token_type|no_permission|missing_scope)\b/;

/**
 * The library's own reconnecting is off: it waits 5 s each time, rejects promises that nobody holds, and gives up on some
 * errors. The loop here starts it again at once, for ever.
 */
export function createSocket({ appToken, apiUrl, clock, log, onRefused }: SocketDeps): Socket {
  const logger = createBoltLogger(log);
  const clientOptions = {
    slackApiUrl: apiUrl,
    timeout: 10_000,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  };
  const receiver = new SocketModeReceiver({
    appToken: appToken.reveal(),
    logger,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions },
  });
  const client = receiver.client as unknown as Client;
  const stopped = new AbortController();
  let heardAt: number | undefined;
  let onCut: () => void = () => {};

  guard(client, log, { onMessage: () => (heardAt = clock.now().getTime()), onGoodbye: hangUp });
  client.on('disconnected', () => onCut());

  /** Without this, a connection that Slack wants renewed may linger for 30 s before it counts as cut. */
  async function hangUp(): Promise<void> {
    const leaving = client.websocket;
    await clock.sleep(CLOSE_GRACE_MS);
    if (leaving && leaving === client.websocket && leaving.readyState !== undefined) leaving.disconnect();
  }

  async function keepOpen(): Promise<void> {
    for (let failures = 0; !stopped.signal.aborted;) {
      try {
        await connect();
        failures = 0;
        if (stopped.signal.aborted) return close();
        log.info({}, 'slack socket connected');
        await untilCut();
        if (!stopped.signal.aborted) log.info({}, 'slack socket was cut');
      } catch (err) {
        if (stopped.signal.aborted) return;
        failures++;
        // The first asks for the close, the second does not wait for it: no half-open socket may go on beside a new one.
        client.websocket?.disconnect();
        client.websocket?.disconnect();
        const refusal = BAD_TOKEN.exec(err instanceof Error ? err.message : '')?.[1];
        log.warn({ failures, err }, 'slack socket did not connect');
        if (refusal !== undefined) onRefused(refusal);
        await clock.sleep(Math.min(RETRY_MAX_MS, 250 * 2 ** Math.min(failures, 10)), stopped.signal);
      }
    }
  }

  const isConnected = (): boolean => client.websocket?.isActive() === true;

  function untilCut(): Promise<void> {
    return new Promise((resolve) => {
      onCut = resolve;
      if (!isConnected()) resolve();
    });
  }

  /** Not awaited by anybody: Slack may take seconds to say goodbye, and what is in hand is in the database. */
  function close(): void {
    if (!client.websocket) return;
    client.disconnect().catch(() => {});
    void hangUp();
  }

  /** A socket may open and never say hello; that is no connection. */
  async function connect(): Promise<void> {
    const opened = new AbortController();
    const late = clock.sleep(CONNECT_TIMEOUT_MS, opened.signal).then(() => {
      if (opened.signal.aborted) return;
      throw new Error('no hello from Slack in time');
    });
    const start = client.start();
    start.catch(() => {});
    late.catch(() => {});
    try {
      await Promise.race([start, late]);
    } finally {
      opened.abort();
    }
  }

  return {
    receiver,
    init: (app) => receiver.init(app),
    start: () => void keepOpen(),
    stop() {
      stopped.abort();
      close();
    },
    renew() {
      client.websocket?.disconnect();
      void hangUp();
    },
    isConnected,
    lastHeardAt: () => heardAt,
  };
}

/**
 * socket-mode 3.1.0 throws on `app_rate_limited` (no `event` inside) in a listener that nobody catches, which ends the
 * process, and it comes exactly in an alert storm. Fixed in 3.1.1.
 */
function guard(client: Client, log: Log, on: { onMessage(): void; onGoodbye(): Promise<void> }): void {
  client.removeAllListeners('ws_message');
  const take = async (data: unknown, isBinary: boolean): Promise<void> => {
    try {
      on.onMessage();
      const message = parse(data);
      if (message.type === 'events_api' && !message.payload?.event) {
        log.warn({ notice: message.payload?.type }, 'slack sent a notice');
        if (message.envelope_id !== undefined) await client.send(message.envelope_id);
        return;
      }
      await client.onWebSocketMessage(data, isBinary);
      if (message.type === 'disconnect') await on.onGoodbye();
    } catch (err) {
      log.error({ err }, 'slack envelope was not understood');
    }
  };
  client.on('ws_message', (data, isBinary) => void take(data, isBinary));
}

interface Envelope {
  type?: string;
  envelope_id?: string;
  payload?: { type?: string; event?: object };
}

function parse(data: unknown): Envelope {
  try {
    const parsed: unknown = typeof data === 'string' ? JSON.parse(data) : undefined;
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
