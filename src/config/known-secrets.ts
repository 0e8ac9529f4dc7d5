import { readFileSync } from 'node:fs';
import type { Inventory } from '../core/inventory.ts';
import type { KnownSecrets } from '../core/known-secrets.ts';
import type { Environment, TerminalEnvironment } from './environment.ts';
import { listStoreSecrets } from './store-address.ts';
import { readVariable } from './variable.ts';

/** Variables whose name says what they are. */
const TELLING = /pass|pwd|secret|token|key|cred|auth/i;

/**
 * Every secret that the environment gives to the bot or to its inventory, by the name of its variable. Of the inventory's
 * `${NAME}`s those count that a file holds (NAME_FILE) or whose name says so: a host name in a variable is no secret.
 */
export function findKnownSecrets(environment: Environment | TerminalEnvironment, env: NodeJS.ProcessEnv): KnownSecrets {
  const { slack, cloudflare } = environment;
  const secrets = new Map<string, string>();
  for (const [index, secret] of listStoreSecrets(environment.store).entries())
    secrets.set(index === 0 ? 'WATCHKEEPER_STORE' : `WATCHKEEPER_STORE_${index}`, secret);
  if (slack) secrets.set('SLACK_BOT_TOKEN', slack.botToken.reveal());
  // A terminal has no entrance of its own.
  const entrance = (environment as Partial<Environment>).slack;
  if (entrance?.mode === 'socket') secrets.set('SLACK_APP_TOKEN', entrance.appToken.reveal());
  if (entrance?.mode === 'http') secrets.set('SLACK_SIGNING_SECRET', entrance.signingSecret.reveal());
  if (cloudflare.apiToken) secrets.set('CLOUDFLARE_API_TOKEN', cloudflare.apiToken.reveal());
  for (const name of listVariables(environment.inventory)) {
    const read = readVariable(env, name);
    if (read.found === 'value' && (env[`${name}_FILE`] || TELLING.test(name))) secrets.set(name, read.value);
  }
  return secrets;
}

function listVariables(inventory: string): string[] {
  const written = readFileSync(inventory, 'utf8').matchAll(/(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g);
  return [...new Set([...written].map(([, name = '']) => name))];
}

/** Those that the inventory itself holds: where the heartbeat goes, and the part of it that lets anybody send one. */
export function withInventorySecrets(secrets: KnownSecrets, { heartbeat }: Pick<Inventory, 'heartbeat'>): KnownSecrets {
  if (!heartbeat) return secrets;
  const url = heartbeat.url.reveal();
  const { pathname, search } = new URL(url);
  const path = pathname.length + search.length > SHORT_PATH ? [['HEARTBEAT_PATH', pathname + search] as const] : [];
  return new Map([...secrets, ['HEARTBEAT_URL', url], ...path]);
}

/** What is as short is a word. */
const SHORT_PATH = 12;
