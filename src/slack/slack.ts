import type { App } from '@slack/bolt';
import type { AuditDraft } from '../core/audit.ts';
import type { Clock } from '../core/clock.ts';
import type { Command } from '../core/command.ts';
import type { OpsError } from '../core/errors.ts';
import type { Inventory } from '../core/inventory.ts';
import type { Alerts } from '../core/ports/alerts.ts';
import type { Directory } from '../core/ports/directory.ts';
import type { Guards } from '../core/ports/guards.ts';
import type { Log } from '../core/ports/log.ts';
import type { Runs } from '../core/ports/runs.ts';
import type { Secret } from '../core/secret.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { FindSuggestion } from './alert-context.ts';
import { registerActions } from './register-actions.ts';
import { createConnection, type SlackMode } from './connection.ts';
import { createDelivery } from './delivery.ts';
import { createDirectory } from './directory.ts';
import type { SlackRoute } from './endpoint.ts';
import { createHearing, type Hearing } from './hearing.ts';
import { createHome } from './home.ts';
import { createPermalinks, type FindPermalink } from './permalinks.ts';
import { registerSlashCommands } from './slash-commands.ts';
import { createSlackWeb, type OnCall } from './web.ts';

export interface SlackDeps {
  slackConfig: { botToken: Secret; apiUrl: string; mode: SlackMode };
  inventory: Inventory;
  texts: Texts;
  clock: Clock;
  log: Log;
  store: Pick<Store, 'audit' | 'messages' | 'runs' | 'alerts' | 'guards' | 'peers' | 'watchers'>;
  alerts: Alerts;
  /** Late, because the engine needs the directory first. */
  runs: () => Runs;
  guards: () => Guards;
  commands: readonly Command[];
  /** Facts for `/watchkeeper status`. */
  status(): Promise<readonly string[]>;
  /** See Connection.onFatal. */
  onFatal(error: OpsError): void;
  /** See HearingDeps.onDeaf. */
  onDeaf(): void;
  onCall?: OnCall | undefined;
  /** Told of a message that Slack refuses. */
  onDeliveryFailure?: ((kind: string, slackError: string) => void) | undefined;
}

export interface Slack {
  /** Connects and begins to deliver. Throws for a token that Slack refuses; returns while Slack is down. */
  start(): Promise<void>;
  /** Answers "restarting" from now on; the first thing on SIGTERM. */
  drain(): void;
  /** Ends within a second or so. What was not delivered stays in the database. */
  stop(): Promise<void>;
  isConnected(): boolean;
  sinceLastEnvelope(): number | undefined;
  /** Whether what people do reaches us. */
  readonly hearing: Pick<Hearing, 'state' | 'lastHeardAt' | 'isFresh'>;
  readonly directory: Directory;
  readonly findPermalink: FindPermalink;
  /** Messages are wanted: deliver now. */
  wake(): void;
  /** HTTP mode only: for the program's own server. */
  readonly route?: SlackRoute;
}

/** Everything about Slack, on one Bolt app. */
export function createSlack(deps: SlackDeps): Slack {
  const { slackConfig, inventory, texts, clock, store, runs, guards, onFatal } = deps;
  const log = deps.log.child({ part: 'slack' });
  let draining = false;
  const { botToken, mode } = slackConfig;
  const apiUrl = slackConfig.apiUrl.endsWith('/') ? slackConfig.apiUrl : `${slackConfig.apiUrl}/`;
  const web = createSlackWeb({ token: botToken, apiUrl, clock, log, texts, onCall: deps.onCall });
  const findIdentity = () => connection.findIdentity();
  const directory = createDirectory({ web, clock, log, findIdentity });
  const talk = {
    ...{ runs, guards, inventory, texts, clock, log, web, findIdentity, isDraining: () => draining },
    writeDown: (refusal: AuditDraft) => store.audit.append([refusal], clock.now()),
  };
  const home = createHome({ ...talk, directory });
  const findWayBack = (name: string) => runs().runbooks.find((runbook) => runbook.name === name)?.wayBack;
  const findSuggestion: FindSuggestion = (runbook, service) => {
    const known = runs().runbooks.find(({ name }) => name === runbook);
    if (!known || !Object.hasOwn(inventory.services, service)) return undefined;
    const isReadOnly = runs()
      .preview(runbook, service)
      .every(({ risk }) => risk === 'read');
    return { button: known.button ?? texts.alerts.buttonStart({ runbook }), isReadOnly };
  };
  const delivery = createDelivery({
    web,
    store,
    inventory,
    texts,
    clock,
    log,
    findWayBack,
    findSuggestion,
    onFailure: deps.onDeliveryFailure,
  });

  function register(app: App): void {
    const { audit } = store;
    const { commands, alerts } = deps;
    registerSlashCommands(app, { ...talk, audit, commands, alerts, status: () => deps.status() });
    registerActions(app, { ...talk, alerts: deps.alerts });
    home.register(app);
    hearing.register(app);
    app.event('subteam_members_changed', async ({ event }) => directory.forget(event.subteam_id));
  }

  const connection = createConnection({ mode, botToken, apiUrl, web, register, texts, clock, log, onFatal });
  const hearing = createHearing({
    ...{ web, inventory, texts, clock, log, findIdentity },
    watchers: store.watchers,
    isAlone: store.peers.isAlone,
    isConnected: () => connection.isConnected(),
    reconnect: () => connection.reconnect(),
    onDeaf: () => deps.onDeaf(),
    onMessages: () => delivery.wake(),
  });
  return {
    async start() {
      await connection.start();
      delivery.start();
      hearing.start();
    },
    drain() {
      draining = true;
    },
    async stop() {
      draining = true;
      home.stop();
      await hearing.stop();
      await delivery.stop();
      await connection.stop();
    },
    isConnected: connection.isConnected,
    sinceLastEnvelope: connection.sinceLastEnvelope,
    hearing,
    directory,
    findPermalink: createPermalinks({ web, store }),
    wake() {
      delivery.wake();
      home.refreshSoon();
    },
    ...(connection.route ? { route: connection.route } : {}),
  };
}
