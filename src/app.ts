import { join } from 'node:path';
import type { Logger } from 'pino';
import { drawRun } from './cli/draw-run.ts';
import type { Environment } from './config/environment.ts';
import { isCommand } from './core/command.ts';
import type { Clock } from './core/clock.ts';
import type { OpsError } from './core/errors.ts';
import type { Inventory } from './core/inventory.ts';
import type { Accounts } from './core/ports/accounts.ts';
import type { Store } from './core/store.ts';
import { catalogues } from './core/texts/catalogue.ts';
import { createEngine } from './engine/engine.ts';
import { createHealthRoutes } from './http/health.ts';
import { createMetrics } from './http/metrics.ts';
import { createHttpServer } from './http/server.ts';
import { limitDirectory } from './limit-directory.ts';
import { loadDefinitions } from './load.ts';
import { loadProcedures } from './load-procedures.ts';
import { createPorts } from './ports.ts';
import type { SlackMode } from './slack/connection.ts';
import { createSlack } from './slack/slack.ts';
import { describeStatus } from './status.ts';
import { createTerminalServer } from './terminal/server.ts';

const ROOT = join(import.meta.dirname, '..');

export interface AppDeps {
  environment: Environment;
  inventory: Inventory;
  store: Store;
  clock: Clock;
  log: Logger;
  /** Who is at the other end of the terminal's socket. Left out: no terminal can reach this bot. */
  accounts?: Accounts;
  /** Told, after the start, of what the process cannot live with. */
  onFatal(error: OpsError): void;
}

export interface App {
  /** Starts everything; gives the HTTP port. Throws what a person must know before anything can work. */
  start(): Promise<number>;
  /** Stops taking work, finishes or hands over what is in hand, closes the store. */
  stop(): Promise<void>;
}

/** Wires the bot. The tests boot this one, too. */
export async function createApp(deps: AppDeps): Promise<App> {
  const { environment, inventory, store, clock, log, onFatal } = deps;
  const texts = catalogues[inventory.locale];
  const metrics = createMetrics();
  const [commands, { steps, runbooks }] = await Promise.all([
    loadDefinitions(join(ROOT, 'commands'), isCommand, texts),
    loadProcedures(environment.runbooks, texts),
  ]);
  const ports = createPorts({ environment, inventory, texts, clock, log });
  const status = () =>
    describeStatus({ store, environment, isSlackConnected: () => slack.isConnected(), startedAt, clock, texts });
  const slack = createSlack({
    slackConfig: { ...environment.slack, mode: toSlackMode(environment.slack) },
    inventory,
    texts,
    clock,
    log,
    store,
    runs: () => engine,
    commands,
    onFatal,
    onCall(method, outcome) {
      metrics.slackCalled({ method, outcome });
      if (outcome === 'ratelimited') metrics.slackRateLimited({ method });
    },
    status,
  });
  const engine = createEngine({
    store,
    inventory,
    runbooks,
    steps,
    ports,
    directory: limitDirectory(slack.directory, clock),
    texts,
    clock,
    log: log.child({ part: 'engine' }),
    metrics,
    onMessages: () => slack.wake(),
  });
  const startedAt = clock.now();
  const wayBackOf = (name: string) => runbooks.find((runbook) => runbook.name === name)?.wayBack;
  const terminal =
    deps.accounts &&
    createTerminalServer({
      database: environment.store.path,
      runs: engine,
      accounts: deps.accounts,
      inventory,
      texts,
      clock,
      log: log.child({ part: 'terminal' }),
      draw: (run) => drawRun(run, { inventory, texts, now: clock.now(), wayBack: wayBackOf(run.runbook) }),
      status,
    });
  metrics.watch({
    async outboxOldestMs() {
      const oldest = await store.messages.oldestUndelivered();
      return oldest === undefined ? 0 : clock.now().getTime() - oldest;
    },
    auditSequence: async () => (await store.audit.head())?.sequence ?? 0,
    slackConnected: () => (slack.isConnected() ? 1 : 0),
  });
  const checks = [
    { name: 'store', check: () => store.check().then(() => true as const) },
    { name: 'slack', check: async () => slack.isConnected() || texts.app.slackNotConnected },
  ];
  const http = createHttpServer({
    ...environment.http,
    routes: [
      ...createHealthRoutes({ checks, texts, log, clock }),
      metrics.route,
      ...(slack.route ? [slack.route] : []),
    ],
    texts,
    log,
    clock,
  });

  return {
    async start() {
      const port = await http.start();
      await engine.start();
      // Before Slack, whose answer may take its time, or never come.
      await terminal?.start();
      await slack.start();
      log.info({ port, mode: environment.slack.mode }, 'watchkeeper started');
      return port;
    },
    async stop() {
      log.info({}, 'watchkeeper stopping');
      slack.drain();
      await terminal?.stop();
      await engine.stop();
      await slack.stop();
      await Promise.all([http.stop(), ports.close()]);
      await store.close();
      log.info({}, 'watchkeeper stopped');
    },
  };
}

function toSlackMode(slack: Environment['slack']): SlackMode {
  if (slack.mode === 'socket') return { kind: 'socket', appToken: slack.appToken };
  return { kind: 'http', signingSecret: slack.signingSecret };
}
