import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Environment } from './config/environment.ts';
import { isCommand } from './core/command.ts';
import type { Clock } from './core/clock.ts';
import type { OpsError } from './core/errors.ts';
import type { Inventory } from './core/inventory.ts';
import { isRunbook } from './core/runbook.ts';
import { isStepType } from './core/step.ts';
import type { Store } from './core/store.ts';
import { catalogues, type Texts } from './core/texts/catalogue.ts';
import { createEngine } from './engine/engine.ts';
import { createStepTypes } from './engine/step-types.ts';
import { createHealthRoutes } from './http/health.ts';
import { createMetrics } from './http/metrics.ts';
import { createHttpServer } from './http/server.ts';
import { loadDefinitions } from './load.ts';
import { createPorts } from './ports.ts';
import type { SlackMode } from './slack/connection.ts';
import { createSlack } from './slack/slack.ts';
import { describeStatus } from './status.ts';
import { createCodes } from './totp/codes.ts';

const ROOT = join(import.meta.dirname, '..');

export interface AppDeps {
  environment: Environment;
  inventory: Inventory;
  store: Store;
  clock: Clock;
  log: Logger;
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
export async function createApp({ environment, inventory, store, clock, log, onFatal }: AppDeps): Promise<App> {
  const texts = catalogues[inventory.locale];
  const metrics = createMetrics();
  const { runbooks: ownFolder } = environment;
  const [commands, steps, runbooks] = await Promise.all([
    loadDefinitions(join(ROOT, 'commands'), isCommand, texts),
    loadFrom(join(ROOT, 'src', 'steps'), ownSteps(ownFolder), isStepType, texts),
    loadFrom(join(ROOT, 'runbooks'), ownFolder, isRunbook, texts),
  ]);
  const ports = createPorts({ environment, inventory, texts, clock, log });
  const slack = createSlack({
    slackConfig: { ...environment.slack, mode: toSlackMode(environment.slack) },
    inventory,
    texts,
    clock,
    log,
    store,
    runs: () => engine,
    guards: () => engine,
    commands,
    onFatal,
    onCall(method, outcome) {
      metrics.slackCalled({ method, outcome });
      if (outcome === 'ratelimited') metrics.slackRateLimited({ method });
    },
    status: () =>
      describeStatus({
        store,
        environment,
        inventory,
        isSlackConnected: () => slack.isConnected(),
        startedAt,
        clock,
        texts,
      }),
  });
  const engine = createEngine({
    store,
    inventory,
    runbooks,
    steps: createStepTypes(steps),
    ports,
    directory: slack.directory,
    codes: createCodes(),
    texts,
    clock,
    log: log.child({ part: 'engine' }),
    metrics,
    onMessages: () => slack.wake(),
  });
  const startedAt = clock.now();
  metrics.watch({
    async outboxOldestMs() {
      const oldest = await store.messages.oldestUndelivered();
      return oldest === undefined ? 0 : clock.now().getTime() - oldest;
    },
    auditSequence: async () => (await store.audit.head())?.sequence ?? 0,
    slackConnected: () => (slack.isConnected() ? 1 : 0),
    frozen: async () => ((await store.guards.findFreeze()) ? 1 : 0),
    openReviews: async () => (await store.guards.listOpenReviews()).length,
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
      await slack.start();
      log.info({ port, mode: environment.slack.mode }, 'watchkeeper started');
      return port;
    },
    async stop() {
      log.info({}, 'watchkeeper stopping');
      slack.drain();
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

/** Step types of a team's own stand in `steps/` in its folder of runbooks; most teams have none. */
function ownSteps(ownFolder: string | undefined): string | undefined {
  const folder = ownFolder === undefined ? undefined : join(ownFolder, 'steps');
  return folder !== undefined && existsSync(folder) ? folder : undefined;
}

/** What ships with the bot, and what a team keeps in a folder of its own. */
async function loadFrom<T>(
  shipped: string,
  own: string | undefined,
  isDefinition: (exported: unknown) => exported is T,
  texts: Texts,
): Promise<T[]> {
  const definitions = await loadDefinitions(shipped, isDefinition, texts);
  return own === undefined ? definitions : [...definitions, ...(await loadDefinitions(own, isDefinition, texts))];
}
