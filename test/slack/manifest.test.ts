import { readFileSync, readdirSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { isCommand } from '../../src/core/command.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { loadDefinitions } from '../../src/load.ts';
import {
  NEEDED_EVENTS,
  NEEDED_SCOPES,
  toHttpManifest,
  toSlashCommand,
  withCommands,
} from '../../src/slack/manifest.ts';
import { WEB_METHODS } from '../../src/slack/web-methods.ts';

interface Manifest {
  features: { slash_commands: { command: string; description: string; usage_hint?: string; url?: string }[] };
  oauth_config: { scopes: { bot: string[] } };
  settings: { socket_mode_enabled: boolean; event_subscriptions: { bot_events: string[]; request_url?: string } };
}

const yaml = readFileSync('manifest.yml', 'utf8');
const manifest = parse(yaml) as Manifest;
const http = toHttpManifest(yaml, 'https://ops.example.com');
const schema = JSON.parse(readFileSync('test/fixtures/slack/manifest.schema.2.0.0.json', 'utf8')) as object;
const contract = JSON.parse(readFileSync('sandbox/slack/contract/methods.json', 'utf8')) as Record<
  string,
  { bot_scopes: string[] }
>;
const sources = readdirSync('src/slack', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(`src/slack/${name}`, 'utf8'))
  .join('\n');

/** Events need scopes, too; the contract knows methods only. */
const EVENT_SCOPES: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  subteam_members_changed: ['usergroups:read'],
};

test.each([
  ['socket', yaml],
  ['HTTP', http],
])('the %s manifest passes Slack’s schema', (_, text) => {
  const validate = new Ajv({ strict: false, allErrors: true, logger: false }).compile(schema);
  expect(validate(parse(text)) ? [] : validate.errors).toEqual([]);
});

test('the schema refuses what Slack would refuse', () => {
  const validate = new Ajv({ strict: false, logger: false }).compile(schema);
  expect(validate({ ...manifest, features: { ...manifest.features, slash_commands: 'none' } })).toBe(false);
});

test('it lists the commands that exist, in their words; `npm run manifest` writes them', async () => {
  const commands = await loadDefinitions('commands', isCommand);
  const expected = commands
    .map((command) => toSlashCommand(command, catalogues.en))
    .toSorted((a, b) => (a.command < b.command ? -1 : 1));
  expect(manifest.features.slash_commands).toEqual(expected);
  expect(withCommands(yaml, commands, catalogues.en)).toBe(yaml);
});

test('commands keep to Slack’s limits', () => {
  for (const { command, description, usage_hint = '' } of manifest.features.slash_commands) {
    expect(command).toMatch(/^\/[a-z-]{1,31}$/);
    expect(description.length).toBeLessThanOrEqual(2_000);
    expect(usage_hint.length).toBeLessThanOrEqual(1_000);
  }
});

test('its scopes are those of the methods and events in use, and no others', () => {
  const forMethods = Object.keys(WEB_METHODS).flatMap(
    (method) => contract[method]?.bot_scopes ?? [`unknown: ${method}`],
  );
  const forEvents = NEEDED_EVENTS.flatMap((event) => EVENT_SCOPES[event] ?? [`unknown: ${event}`]);
  const needed = [...new Set(['commands', ...forMethods, ...forEvents])].toSorted();
  expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual(needed);
  expect([...NEEDED_SCOPES].toSorted()).toEqual(needed);
});

test('every method of the list is called, and nothing is called past the list', () => {
  for (const method of Object.keys(WEB_METHODS))
    expect(sources).toMatch(new RegExp(`call(<.*>)?\\(\\s*'${method.replace('.', '\\.')}'`));
  expect(sources).not.toMatch(/\bclient\.(chat|views|conversations|users|files|usergroups|auth)\b/);
});

test('its events are those that are listened to', () => {
  expect(manifest.settings.event_subscriptions.bot_events).toEqual(NEEDED_EVENTS);
  for (const event of NEEDED_EVENTS) expect(sources).toContain(`app.event('${event.split('.', 1)[0]}'`);
});

test('the HTTP variant points everything at the one endpoint', () => {
  const { features, settings } = parse(http) as Manifest;
  expect(settings.socket_mode_enabled).toBe(false);
  expect(settings.event_subscriptions.request_url).toBe('https://ops.example.com/slack/events');
  for (const { url } of features.slash_commands) expect(url).toBe('https://ops.example.com/slack/events');
});
