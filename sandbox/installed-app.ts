import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Manifest {
  features: { slash_commands: { command: string; description: string; usage_hint?: string }[] };
  oauth_config: { scopes: { bot: string[] } };
  settings: { event_subscriptions: { bot_events: string[] } };
}

export interface InstalledApp {
  commands: string[];
  scopes: string[];
  events: string[];
  /** What Slack's client offers while one types. */
  slashCommands: { command: string; description: string; usage: string }[];
}

/** The app as its manifest would install it: Slack grants and delivers what stands there and nothing else. */
export async function readInstalledApp(): Promise<InstalledApp> {
  const text = await readFile(join(import.meta.dirname, '..', 'manifest.yml'), 'utf8');
  const manifest = parse(text) as Manifest;
  return {
    commands: manifest.features.slash_commands.map(({ command }) => command),
    scopes: manifest.oauth_config.scopes.bot,
    events: manifest.settings.event_subscriptions.bot_events,
    slashCommands: manifest.features.slash_commands.map(({ command, description, usage_hint: usage = '' }) => ({
      command,
      description,
      usage,
    })),
  };
}
