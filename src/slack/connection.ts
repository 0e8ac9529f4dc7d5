import { App, type Receiver } from '@slack/bolt';
import type { Clock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import type { Log } from '../core/ports/log.ts';
import type { Secret } from '../core/secret.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { createBoltLogger } from './bolt-logger.ts';
import { createEndpoint, type SlackRoute } from './endpoint.ts';
import { askIdentity, type Identity } from './identity.ts';
import { createSocket } from './socket.ts';
import { findSlackError, isBadToken } from './web-errors.ts';
import type { SlackWeb } from './web.ts';

export type SlackMode = { kind: 'socket'; appToken: Secret } | { kind: 'http'; signingSecret: Secret };

export interface ConnectionDeps {
  mode: SlackMode;
  botToken: Secret;
  apiUrl: string;
  web: SlackWeb;
  /** Registers commands, buttons and events. */
  register(app: App): void;
  texts: Texts;
  clock: Clock;
  log: Log;
  /** A token is refused after `start` returned: the process has to end with this. */
  onFatal(error: OpsError): void;
}

export interface Connection {
  /**
   * Asks Slack once who we are. Throws `not_allowed` for a token that is refused; when Slack does not answer it returns
   * all the same and goes on trying.
   */
  start(): Promise<void>;
  /** Takes nothing more. Does not wait for Slack's goodbye. */
  stop(): Promise<void>;
  /** Lets go of all connections and opens new ones; HTTP mode has none. */
  reconnect(): void;
  isConnected(): boolean;
  /** Milliseconds since Slack last sent anything. */
  sinceLastEnvelope(): number | undefined;
  findIdentity(): Identity | undefined;
  /** HTTP mode only. */
  route?: SlackRoute;
}

/** While one connection is renewed, the other one answers. Slack allows ten. */
const SOCKETS = 2;
const RETRY_MAX_MS = 30_000;

/**
 * Slack's side of the bot: tokens checked, then Bolt on two sockets or behind one HTTP route.
 *
 * The SDK leaves promises that reject with nobody listening; main.ts must have an `unhandledRejection` listener that
 * logs, or a short outage of Slack can end the process.
 */
export function createConnection(deps: ConnectionDeps): Connection {
  const { clock, log } = deps;
  const way =
    deps.mode.kind === 'socket'
      ? createSocketWay(deps.mode.appToken, deps)
      : createHttpWay(deps.mode.signingSecret, deps);
  const stopped = new AbortController();
  let identity: Identity | undefined;

  async function identify(): Promise<boolean> {
    try {
      identity = await askIdentity(deps.web, log);
    } catch (thrown) {
      if (isBadToken(thrown)) throw toBadToken(thrown, deps.texts);
      log.warn({ err: thrown }, 'slack did not say who we are yet');
      return false;
    }
    if (stopped.signal.aborted) return true;
    way.open(toApp(identity, deps, way.receiver));
    log.info({ team: identity.teamId, bot: identity.botUserId, mode: deps.mode.kind }, 'slack app started');
    return true;
  }

  async function keepTrying(): Promise<void> {
    for (let tries = 1; !stopped.signal.aborted; tries++) {
      await clock.sleep(Math.min(RETRY_MAX_MS, 1_000 * 2 ** Math.min(tries, 10)), stopped.signal);
      if (stopped.signal.aborted || (await identify())) return;
    }
  }

  return {
    async start() {
      if (await identify()) return;
      keepTrying().catch((error: unknown) => deps.onFatal(error as OpsError));
    },
    async stop() {
      stopped.abort();
      way.close();
    },
    reconnect: () => way.reconnect(),
    isConnected: () => identity !== undefined && way.isConnected(),
    sinceLastEnvelope() {
      const at = way.lastHeardAt();
      return at === undefined ? undefined : clock.now().getTime() - at;
    },
    findIdentity: () => identity,
    ...(way.route ? { route: way.route } : {}),
  };
}

interface Way {
  receiver: Receiver;
  open(app: App): void;
  close(): void;
  reconnect(): void;
  isConnected(): boolean;
  lastHeardAt(): number | undefined;
  route?: SlackRoute;
}

function createSocketWay(appToken: Secret, { apiUrl, clock, log, texts, onFatal }: ConnectionDeps): Way {
  const onRefused = (error: string): void => {
    // A token that worked before may be exchanged while the bot runs; one that never worked is a mistake.
    const hasWorked = sockets.some((socket) => socket.lastHeardAt() !== undefined);
    if (hasWorked) return log.error({ error }, 'slack refused the app-level token');
    onFatal(new OpsError('not_allowed', texts.cards.badAppToken({ error }), { hint: texts.cards.badAppTokenHint }));
  };
  const sockets = Array.from({ length: SOCKETS }, () => createSocket({ appToken, apiUrl, clock, log, onRefused }));
  const [first] = sockets;
  if (!first) throw new Error('no socket');
  return {
    receiver: first.receiver,
    open(app) {
      for (const socket of sockets) {
        socket.init(app);
        socket.start();
      }
    },
    close: () => sockets.forEach((socket) => socket.stop()),
    reconnect: () => sockets.forEach((socket) => socket.renew()),
    isConnected: () => sockets.some((socket) => socket.isConnected()),
    lastHeardAt: () => sockets.map((socket) => socket.lastHeardAt() ?? 0).reduce((a, b) => Math.max(a, b)) || undefined,
  };
}

function createHttpWay(signingSecret: Secret, { clock, log }: ConnectionDeps): Way {
  const endpoint = createEndpoint({ signingSecret, clock, log });
  return {
    receiver: endpoint.receiver,
    open: () => endpoint.open(),
    close: () => {},
    reconnect: () => {},
    isConnected: () => true,
    lastHeardAt: endpoint.lastHeardAt,
    route: endpoint.route,
  };
}

/** Bolt is told who we are: asking by itself, it would keep a failed answer for ever. */
function toApp(
  { botId, botUserId }: Identity,
  { botToken, apiUrl, register, log }: ConnectionDeps,
  receiver: Receiver,
): App {
  const app = new App({
    token: botToken.reveal(),
    botId,
    botUserId,
    receiver,
    logger: createBoltLogger(log),
    convoStore: false,
    // Our own messages are how we know that we hear: see hearing.ts. Nothing here answers a message.
    ignoreSelf: false,
    clientOptions: { slackApiUrl: apiUrl, timeout: 10_000, retryConfig: { retries: 0 } },
  });
  app.error(async (err) => log.error({ err }, 'slack listener failed'));
  register(app);
  return app;
}

function toBadToken(thrown: unknown, texts: Texts): OpsError {
  const error = findSlackError(thrown) ?? '';
  return new OpsError('not_allowed', texts.cards.badBotToken({ error }), { hint: texts.cards.badBotTokenHint });
}
