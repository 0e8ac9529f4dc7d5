import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../src/core/clock.ts';
import { systemClock } from '../src/core/clock.ts';
import { toInventoryText, type SceneSettings } from './inventory-text.ts';
import { readInstalledApp, type InstalledApp } from './installed-app.ts';
import { createSlackWorkspace, type SlackWorkspace } from './slack/workspace.ts';
import type { PersonOptions, WorkspaceOptions } from './slack/options.ts';
import { findFreePort } from './world/free-port.ts';
import { createWorld, type World } from './world/world.ts';

export interface SandboxOptions extends Partial<Omit<SceneSettings, 'keyFile'>> {
  /** How Slack reaches the bot. Default: socket. */
  mode?: 'socket' | 'http';
  clock?: Clock;
  /** See WorldOptions: with the TTL of 60 s, resolvers forget after 5. */
  ttlDivisor?: number;
  /** Pace of Slack's limits; see the workspace. */
  rates?: WorkspaceOptions['rates'];
  /** Slack accounts beside the scene's own, members of #incidents. */
  accounts?: readonly PersonOptions[];
  /** Variables beside the sandbox's own, for what `alerts` names. */
  variables?: Readonly<Record<string, string>>;
}

/** The workspace of the scene's stranger, who is in its channels over Slack Connect. */
const STRANGER_TEAM = 'T0PARTNER';

/** The whole world outside the bot: Slack, both sites, DNS, Cloudflare, and what an operator has configured for it. */
export interface Sandbox {
  readonly world: World;
  readonly slack: SlackWorkspace;
  /** Holds inventory, key and database; deleted by `close`. */
  readonly folder: string;
  /** What the bot is started with. */
  readonly environment: Readonly<Record<string, string>>;
  readonly botUrl: string;
  /** How Slack reaches the bot. */
  readonly mode: 'socket' | 'http';
  readonly locale: 'en' | 'ko';
  /** What is installed in the workspace. */
  readonly app: InstalledApp;
  /** What each monitoring system shows at `POST <botUrl>/alerts/<source>`. */
  readonly alertTokens: Readonly<Record<'prometheus' | 'grafana' | 'kibana', string>>;
  close(): Promise<void>;
}

export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const {
    mode = 'socket',
    locale = 'en',
    clock = systemClock,
    ttlSeconds = 60,
    ttlDivisor = 12,
    accounts = [],
  } = options;
  const everybody = ['U0JIN', 'U0MINA', 'U0YUNA', 'U0STRANGER'];
  const app = await readInstalledApp();
  const alertTokens = { prometheus: newToken(), grafana: newToken(), kibana: newToken() };
  const folder = await mkdtemp(join(tmpdir(), 'watchkeeper-sandbox-'));
  const world = await createWorld({ clock, ttlSeconds, ttlDivisor });
  const port = await findFreePort(['127.0.0.1']);
  const botUrl = `http://127.0.0.1:${port}`;
  const slack = await createSlackWorkspace({
    clock,
    manifest: app,
    ...(mode === 'http' && { appUrl: `${botUrl}/slack/events` }),
    ...(options.rates !== undefined && { rates: options.rates }),
    people: [
      { id: 'U0JIN', name: 'jin' },
      { id: 'U0MINA', name: 'mina' },
      { id: 'U0YUNA', name: 'yuna' },
      { id: 'U0STRANGER', name: 'stranger', team: STRANGER_TEAM },
      ...accounts,
    ],
    usergroups: [{ id: 'S0ONCALL', handle: 'oncall', users: ['U0JIN', 'U0YUNA'] }],
    channels: [
      {
        id: 'C0INCIDENTS',
        name: 'incidents',
        members: [...everybody, ...accounts.map(({ id }) => id)],
        botIsMember: true,
      },
      { id: 'C0GENERAL', name: 'general', members: everybody, botIsMember: false },
      { id: 'C0AUDIT', name: 'audit', members: ['U0JIN', 'U0MINA', 'U0YUNA'], botIsMember: true },
    ],
  });
  const keyFile = join(folder, 'deploy-key');
  await writeFile(keyFile, world.deployKey?.privateKeyPem ?? '', { mode: 0o600 });
  const inventory = join(folder, 'inventory.yml');
  const settings = { healthyFor: '5s', approvals: 1, ...options, locale, ttlSeconds, keyFile };
  await writeFile(inventory, toInventoryText(world, settings));
  return {
    world,
    slack,
    folder,
    botUrl,
    mode,
    locale,
    app,
    alertTokens,
    environment: {
      ...options.variables,
      ALERTMANAGER_TOKEN: alertTokens.prometheus,
      GRAFANA_TOKEN: alertTokens.grafana,
      KIBANA_TOKEN: alertTokens.kibana,
      WATCHKEEPER_INVENTORY: inventory,
      WATCHKEEPER_STORE: `sqlite:${join(folder, 'watchkeeper.db')}`,
      WATCHKEEPER_PORT: String(port),
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      ...(mode === 'socket' ? { SLACK_APP_TOKEN: slack.appToken } : { SLACK_SIGNING_SECRET: slack.signingSecret }),
      CLOUDFLARE_BASE_URL: world.cloudflare.url,
      CLOUDFLARE_API_TOKEN: world.cloudflare.token,
    },
    async close() {
      await slack.close();
      await world.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const newToken = (): string => randomBytes(24).toString('base64url');
