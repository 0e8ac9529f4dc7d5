import { parseDocument } from 'yaml';
import type { Command } from '../core/command.ts';
import type { Texts } from '../core/texts/catalogue.ts';

/** What manifest.yml asks for; a test holds it against the methods and events that are used. */
export const NEEDED_SCOPES: readonly string[] = [
  'commands',
  'chat:write',
  'channels:history',
  'groups:history',
  'im:history',
  'mpim:history',
  'files:write',
  'usergroups:read',
  'users:read',
];

export const NEEDED_EVENTS: readonly string[] = [
  'app_home_opened',
  'message.channels',
  'message.groups',
  'subteam_members_changed',
];

interface SlashCommand {
  command: string;
  description: string;
  usage_hint?: string;
  should_escape: true;
  url?: string;
}

/** A command as a manifest lists it. */
export function toSlashCommand(command: Command, texts: Texts): SlashCommand {
  const usage = command.usage.trim();
  return {
    command: command.name,
    description: command.summary(texts),
    ...(usage === '' ? {} : { usage_hint: usage }),
    should_escape: true,
  };
}

/** The manifest with these commands; comments and everything else stay as they are. */
export function withCommands(yaml: string, commands: readonly Command[], texts: Texts): string {
  const document = parseDocument(yaml);
  const list = commands.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((command) => toSlashCommand(command, texts));
  document.setIn(['features', 'slash_commands'], document.createNode(list));
  return document.toString({ lineWidth: 0, singleQuote: true });
}

/** The same app in HTTP mode: every address is the bot's one endpoint at `origin`. */
export function toHttpManifest(yaml: string, origin: string): string {
  const url = new URL('/slack/events', origin).href;
  const document = parseDocument(yaml);
  const plain = document.toJS() as { features?: { slash_commands?: SlashCommand[] } };
  const commands = (plain.features?.slash_commands ?? []).map((command) => ({ ...command, url }));
  document.setIn(['features', 'slash_commands'], document.createNode(commands));
  document.setIn(['settings', 'event_subscriptions', 'request_url'], url);
  document.setIn(['settings', 'interactivity', 'request_url'], url);
  document.setIn(['settings', 'socket_mode_enabled'], false);
  document.commentBefore = ` The Slack app, for HTTP mode at ${url}, made from manifest.yml.`;
  return document.toString({ lineWidth: 0, singleQuote: true });
}
