import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { alertSources } from '../support/alert-bodies.ts';
import { fillIn, findBlock, listAlertPages, OTHER_PAGES } from '../support/alert-docs.ts';
import { load, readExample, TOKENS } from '../config/example.ts';
import { startBehindAlertmanager } from './monitored-bot.ts';

const run = promisify(execFile);

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'alert-docs-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

describe('the pages about senders', () => {
  it('are one for each type', () => {
    expect(listAlertPages()).toEqual(alertSources.map(({ type }) => type).toSorted());
  });

  it.each(listAlertPages())('%s: what it puts into the inventory is understood', (page) => {
    const text = findBlock(page, 'sources:');
    const { alerts } = parse(text) as { alerts: { sources: Record<string, { type: string }> } };
    const example = parse(readExample()) as Record<string, unknown>;
    const variables = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => [name, `hush-${name}`]);
    const inventory = load(stringify({ ...example, alerts }), { ...TOKENS, ...Object.fromEntries(variables) });
    const [source] = Object.values(inventory.alerts?.sources ?? {});
    expect(source).toMatchObject({ type: page });
    expect(source?.token?.reveal() ?? source?.topics?.[0]).toMatch(/^(hush-|arn:)/);
  });
});

it.each(OTHER_PAGES)('%s: what it puts into the inventory is understood', (page) => {
  const { alerts } = parse(findBlock(page, 'alerts:')) as { alerts: Record<string, unknown> };
  const example = parse(readExample()) as { alerts: Record<string, unknown> };
  const inventory = load(stringify({ ...example, alerts: { ...example.alerts, ...alerts } }), TOKENS);
  expect(Object.keys(inventory.alerts ?? {})).toEqual(expect.arrayContaining(Object.keys(alerts)));
});

describe("Debian's own checks", () => {
  it('amtool takes alertmanager.yml', async () => {
    const config = fillIn(findBlock('alertmanager', 'webhook_configs'), {
      '/etc/alertmanager/watchkeeper-token': await write('token', 'hush'),
    });
    const { stdout } = await run('amtool', ['check-config', await write('alertmanager.yml', config)]);
    expect(stdout).toMatch(/SUCCESS[\s\S]* 1 receivers/);
  });

  it('promtool takes the rules, and prometheus.yml that sends to the bot', async () => {
    const rules = await write('rules.yml', findBlock('alertmanager', 'groups:'));
    expect((await run('promtool', ['check', 'rules', rules])).stdout).toContain('SUCCESS: 1 rules found');
    const config = fillIn(findBlock('alertmanager', 'path_prefix'), {
      '/etc/prometheus/watchkeeper-token': await write('token', 'hush'),
    });
    const path = await write('prometheus.yml', `rule_files: [rules.yml]\n${config}`);
    expect((await run('promtool', ['check', 'config', path])).stdout).toMatch(/SUCCESS: .* is valid/);
  });
});

it('the trial by amtool arrives through Alertmanager', async () => {
  const { alertmanager, until } = await startBehindAlertmanager();
  const line = fillIn(findBlock('alertmanager', 'amtool'), { 'http://127.0.0.1:9093': alertmanager.url });
  await run('bash', ['-euc', line]);
  const message = await until('Trial');
  expect(message.plain).toContain('service nextuse');
  expect(message.plain).toContain('Does it arrive?');
});
