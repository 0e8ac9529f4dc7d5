import { join } from 'node:path';
import type { Logger } from 'pino';
import { createAlerts } from './alerts/alerts.ts';
import { isAlertSource } from './alerts/alert-source.ts';
import { drawRun } from './cli/draw-run.ts';
import type { Environment } from './config/environment.ts';
import { terminalBaseOf } from './config/store-address.ts';
import { isCommand } from './core/command.ts';
import type { Clock } from './core/clock.ts';
import type { OpsError } from './core/errors.ts';
import type { Inventory } from './core/inventory.ts';
import type { KnownSecrets } from './core/known-secrets.ts';
import type { Accounts } from './core/ports/accounts.ts';
import type { Store } from './core/store.ts';
import { catalogues } from './core/texts/catalogue.ts';
import { createDailyHead } from './engine/daily-head.ts';
import { createEngine } from './engine/engine.ts';
import { requireOperator } from './engine/policy-check.ts';
import { createRetention } from './engine/retention.ts';
import { createStepTypes } from './engine/step-types.ts';
import { createMetrics } from './http/metrics.ts';
import { createEntrance } from './entrance.ts';
import { limitDirectory } from './limit-directory.ts';
import { createMailer } from './mail/mailer.ts';
import { createHttpClient } from './net/http-client.ts';
import { loadOwnDefinitions } from './load-own.ts';
import { createLife } from './life.ts';
import { loadDefinitions } from './load.ts';
import { createOwnHeartbeat } from './own-heartbeat.ts';
import { createPorts } from './ports.ts';
import { createPrimaryProbe, isElsewhere } from './probe-primary.ts';
import type { SlackMode } from './slack/connection.ts';
import { createSlack } from './slack/slack.ts';
import { describeStatus } from './status.ts';
import { createGuardedStore } from './store/guarded-store.ts';
import { createTerminalServer } from './terminal/server.ts';
import { createCodes } from './totp/codes.ts';

const ROOT = join(import.meta.dirname, '..');

export interface AppDeps {
  environment: Environment;
  inventory: Inventory;
  /** What must never be shown or written down. */
  secrets: KnownSecrets;
  store: Store;
  clock: Clock;
  log: Logger;
  /** Who is at the other end of the terminal's socket. Left out: no terminal can reach this bot. */
  accounts?: Accounts;
  /** Told, after the start, of what the process cannot live with. */
  onFatal(error: OpsError): void;
  /** Told when Slack is not heard any more and connecting anew did not help: stop, and be started again. */
  onDeaf(): void;
}

export interface App {
  /** Starts everything; gives the HTTP port. Throws what a person must know before anything can work. */
  start(): Promise<number>;
  /** Stops taking work, finishes or hands over what is in hand, closes the store. */
  stop(): Promise<void>;
}

/** Wires the bot. The tests boot this one, too. */
export async function createApp(deps: AppDeps): Promise<App> {
  const { environment, inventory, secrets, clock, log, onFatal, onDeaf } = deps;
  const store = createGuardedStore(deps.store, secrets);
  const texts = catalogues[inventory.locale];
  const shared = { inventory, texts, clock, log };
  const metrics = createMetrics();
  const startedAt = clock.now();
  const onMessages = (): void => slack.wake();
  const [commands, { runbooks, steps }, sources] = await Promise.all([
    loadDefinitions(join(ROOT, 'commands'), isCommand, texts),
    loadOwnDefinitions(environment.runbooks, texts),
    loadDefinitions(join(ROOT, 'src', 'alerts', 'sources'), isAlertSource, texts),
  ]);
  const ports = createPorts({ ...shared, environment, secrets });
  const { mail } = inventory.alerts ?? {};
  const { alerts, door, watch, primaries } = createAlerts({
    ...shared,
    log: log.child({ part: 'alerts' }),
    sources,
    store,
    secrets,
    runbooks: () => runbooks.map(({ name }) => name),
    http: createHttpClient({ texts }),
    mailer: mail && createMailer({ config: mail, timezone: inventory.timezone, texts, clock }),
    findLink: (key) => slack.findPermalink(key),
    probePrimary: createPrimaryProbe({ ...shared, ports, log: log.child({ part: 'watch' }) }),
    isElsewhere: (service) => isElsewhere(service, store, runbooks),
    requireOperator: (actor) => requireOperator(actor, { inventory, directory: slack.directory, texts }),
    onMessages,
  });
  const isSlackConnected = (): boolean => slack.isConnected();
  const status = () =>
    describeStatus({ ...shared, store, environment, isSlackConnected, hearing: slack.hearing, heartbeat, startedAt });
  const heartbeat = createOwnHeartbeat({ ...shared, store, metrics, slack: () => slack });
  const slack = createSlack({
    ...shared,
    slackConfig: { ...environment.slack, mode: toSlackMode(environment.slack) },
    store,
    runs: () => engine,
    alerts,
    guards: () => engine,
    commands,
    onFatal,
    onDeaf,
    onCall(method, outcome) {
      metrics.slackCalled({ method, outcome });
      if (outcome === 'ratelimited') metrics.slackRateLimited({ method });
    },
    status,
  });
  const engine = createEngine({
    ...shared,
    log: log.child({ part: 'engine' }),
    store,
    runbooks,
    steps: createStepTypes(steps),
    ports,
    directory: limitDirectory(slack.directory, clock),
    codes: createCodes(),
    metrics,
    onMessages,
  });
  const dailyHead = createDailyHead({ ...shared, store, onMessages });
  const retention = createRetention({ ...shared, store, metrics });
  const wayBackOf = (name: string) => runbooks.find((runbook) => runbook.name === name)?.wayBack;
  const terminal =
    deps.accounts &&
    createTerminalServer({
      ...shared,
      log: log.child({ part: 'terminal' }),
      database: terminalBaseOf(environment.store, environment.http.port),
      runs: engine,
      accounts: deps.accounts,
      draw: (run) => drawRun(run, { inventory, texts, now: clock.now(), wayBack: wayBackOf(run.runbook) }),
      status,
    });
  const http = createEntrance({ ...shared, environment, store, slack, heartbeat, door, metrics });

  const parts = { store, http, engine, terminal, slack, dailyHead, watch, primaries, heartbeat, retention, ports };
  return createLife({ ...parts, log, mode: environment.slack.mode });
}

function toSlackMode(slack: Environment['slack']): SlackMode {
  if (slack.mode === 'socket') return { kind: 'socket', appToken: slack.appToken };
  return { kind: 'http', signingSecret: slack.signingSecret };
}
