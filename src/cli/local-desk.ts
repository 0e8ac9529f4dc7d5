import pino from 'pino';
import { loadTerminalConfiguration } from '../config/configuration.ts';
import type { TerminalEnvironment } from '../config/environment.ts';
import { findKnownSecrets } from '../config/known-secrets.ts';
import { toAccountActor } from '../core/account-actor.ts';
import { findRunId, type RunId } from '../core/ids.ts';
import type { Clock } from '../core/clock.ts';
import { hasEnded } from '../core/run.ts';
import type { Log } from '../core/ports/log.ts';
import type { Directory } from '../core/ports/directory.ts';
import type { Store } from '../core/store.ts';
import { catalogues, type Texts } from '../core/texts/catalogue.ts';
import { createEngine } from '../engine/engine.ts';
import { createMetrics } from '../http/metrics.ts';
import { createStepTypes } from '../engine/step-types.ts';
import { loadOwnDefinitions } from '../load-own.ts';
import { limitDirectory } from '../limit-directory.ts';
import { openStore } from '../open-store.ts';
import { createPorts } from '../ports.ts';
import { createGuardedStore } from '../store/guarded-store.ts';
import { createCodes } from '../totp/codes.ts';
import { followRun } from '../terminal/follow-run.ts';
import { callMethod, type MethodContext, type ResultOf, type SeenRun } from '../terminal/methods.ts';
import type { Desk } from './desk.ts';
import { drawRun } from './draw-run.ts';
import type { VerbContext } from './verb.ts';

const EXPIRE_LIMIT_MS = 5_000;

/**
 * Opens the database and does the bot's work for the runs that this terminal asks about, and no others. `conflict` when
 * another process has the database. What this account may not open was found before; see checkDatabase.
 */
export async function openLocalDesk(as: string | undefined, context: VerbContext): Promise<Desk> {
  const { clock, env } = context;
  const { environment, inventory } = loadTerminalConfiguration(env);
  const texts = catalogues[inventory.locale];
  const account = await context.accounts([]).self();
  const actor = toAccountActor(account, as, inventory, texts);
  const secrets = findKnownSecrets(environment, env);
  const log = createLog(environment, env);
  const store = createGuardedStore(await openStore(environment.store, texts, { clock, log }), secrets);
  const { steps, runbooks } = await loadOwnDefinitions(environment.runbooks, texts);
  const ports = createPorts({ environment, inventory, secrets, texts, clock, log });
  const ours = new Set<RunId>();
  const engine = createEngine({
    store,
    inventory,
    runbooks,
    steps: createStepTypes(steps),
    ports,
    codes: createCodes(),
    directory: limitDirectory(createLateDirectory(environment, { texts, clock, log }), clock),
    texts,
    clock,
    log,
    metrics: createMetrics(),
    onMessages() {},
    mayDrive: (id) => ours.has(id),
  });
  const wayBackOf = (name: string) => runbooks.find((runbook) => runbook.name === name)?.wayBack;
  const methods: MethodContext = {
    actor,
    runs: engine,
    channel: inventory.slack.channels.incidents,
    texts,
    draw: (run) => drawRun(run, { inventory, texts, now: clock.now(), wayBack: wayBackOf(run.runbook) }),
    status: () => describeStore(store, environment.store.kind, texts),
  };
  let isStarted = false;
  let closing: Promise<void> | undefined;

  async function carryOn(id: RunId, until: 'stand' | 'end', onChange: (seen: SeenRun) => void, signal: AbortSignal) {
    ours.add(id);
    if (!isStarted) await engine.start();
    isStarted = true;
    const find = () => engine.find(id);
    await followRun({ find, clock, signal, until, onChange: (run) => onChange({ run, card: methods.draw(run) }) });
  }

  /** A gate whose time ran out while nobody was there still holds its service. */
  async function endExpired(): Promise<void> {
    const now = clock.now().getTime();
    const waiting = await store.runs.list({ status: ['awaiting_approval'], limit: 50 });
    const over = waiting.filter(({ expiresAt }) => expiresAt !== undefined && expiresAt <= now);
    const finished = new AbortController();
    const late = new AbortController();
    void clock.sleep(EXPIRE_LIMIT_MS, finished.signal).then(() => late.abort());
    for (const { id } of over) await carryOn(id, 'end', () => {}, late.signal);
    finished.abort();
  }

  async function close(): Promise<void> {
    await engine.stop();
    await ports.close();
    await store.close();
  }

  return {
    place: 'here',
    person: actor.person,
    texts,
    async call(method, params) {
      if (method === 'runs.request') await endExpired();
      return (await callMethod(method, params, methods)) as ResultOf<typeof method>;
    },
    async follow(typed, _until, onChange, signal) {
      const id = findRunId(typed);
      // While it waits for people, another account must be able to open the database.
      if (id !== undefined) await carryOn(id, 'stand', onChange, signal);
    },
    close: () => (closing ??= close()),
  };
}

async function describeStore(store: Store, kind: string, { app, cli }: Texts): Promise<readonly string[]> {
  const head = await store.audit.head();
  const runs = await store.runs.list({ limit: 200 });
  return [
    cli.statusNoBot,
    app.store({ kind }),
    cli.statusActive({ count: runs.filter((run) => !hasEnded(run.status)).length }),
    cli.statusAudit({ sequence: head?.sequence ?? 0, hash: head?.hash.slice(0, 16) ?? '-' }),
  ];
}

/** Only what is wrong, on standard error, unless more is asked for: the terminal shows the run. */
function createLog({ logLevel }: TerminalEnvironment, env: NodeJS.ProcessEnv): pino.Logger {
  return pino(
    { level: env['LOG_LEVEL'] ? logLevel : 'error', redact: ['token', 'password', 'authorization', 'privateKey'] },
    pino.destination({ dest: 2, sync: true }),
  );
}

/** Asks Slack for the members of a group, and loads what that takes, only when somebody wants to know. */
function createLateDirectory(
  { slack }: TerminalEnvironment,
  deps: { texts: Texts; clock: Clock; log: Log },
): Directory {
  if (!slack) return { findMembers: async () => undefined, findStanding: async () => 'unknown' };
  let directory: Promise<Directory> | undefined;
  const load = async (): Promise<Directory> => {
    const [{ createDirectory }, { askIdentity }, { createSlackWeb }] = await Promise.all([
      import('../slack/directory.ts'),
      import('../slack/identity.ts'),
      import('../slack/web.ts'),
    ]);
    const web = createSlackWeb({ token: slack.botToken, apiUrl: slack.apiUrl, ...deps });
    const identity = await askIdentity(web, deps.log).catch(() => undefined);
    return createDirectory({ web, findIdentity: () => identity, ...deps });
  };
  const known = async (): Promise<Directory> => await (directory ??= load());
  return {
    findMembers: async (usergroup) => (await known()).findMembers(usergroup),
    findStanding: async (slackId) => (await known()).findStanding(slackId),
  };
}
