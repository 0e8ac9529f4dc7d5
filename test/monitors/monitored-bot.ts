import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SeenMessage } from '../../sandbox/slack/person/seen.ts';
import { findFreePort } from '../../sandbox/world/free-port.ts';
import { fillIn, findBlock } from '../support/alert-docs.ts';
import { startBot, type Bot } from '../support/bot.ts';
import {
  startRealAlertmanager,
  startRealPrometheus,
  startTarget,
  type RealMonitor,
  type Target,
} from '../support/real-monitors.ts';

/** The whole bot, a target, and a real Prometheus that watches it; configured as docs/alerts/alertmanager.md says. */
export interface MonitoredBot {
  bot: Bot;
  target: Target;
  messages(): SeenMessage[];
  /** Waits until some message of the incidents channel says this. */
  until(words: string): Promise<SeenMessage>;
}

const MESSAGE_LIMIT_MS = 20_000;

/** Prometheus → Alertmanager → webhook. */
export async function startBehindAlertmanager(): Promise<MonitoredBot & { alertmanager: RealMonitor }> {
  const port = await findFreePort(['127.0.0.1']);
  const { tokenFile, ...scene } = await startScene(port);
  // As the page says, but for its patience.
  const config = fillIn(findBlock('alertmanager', 'webhook_configs'), {
    'http://watchkeeper.example:8080': scene.bot.botUrl,
    '/etc/alertmanager/watchkeeper-token': tokenFile,
    'group_wait: 10s': 'group_wait: 1s',
    'group_interval: 1m': 'group_interval: 2s',
  });
  const alertmanager = await startRealAlertmanager(config, port);
  await startPrometheus(
    scene.target,
    `alerting: { alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:${port}'] }] }] }`,
  );
  return { ...scene, alertmanager };
}

/** Prometheus → the bot. */
export async function startBehindPrometheus(): Promise<MonitoredBot> {
  const { tokenFile, ...scene } = await startScene();
  const alerting = fillIn(findBlock('alertmanager', 'path_prefix'), {
    'watchkeeper.example:8080': new URL(scene.bot.botUrl).host,
    '/etc/prometheus/watchkeeper-token': tokenFile,
  });
  await startPrometheus(scene.target, alerting);
  return scene;
}

async function startScene(alertmanagerPort?: number): Promise<MonitoredBot & { tokenFile: string }> {
  const api = alertmanagerPort === undefined ? {} : { alertmanagerApi: `http://127.0.0.1:${alertmanagerPort}` };
  const bot = await startBot(api);
  onTestFinished(() => bot.close());
  const target = await startTarget();
  const tokenFile = join(bot.folder, 'watchkeeper-token');
  await writeFile(tokenFile, bot.alertTokens.prometheus);
  const messages = (): SeenMessage[] => bot.slack.channel('C0INCIDENTS').messages;
  return {
    bot,
    target,
    tokenFile,
    messages,
    until: (words) =>
      bot.slack.waitFor(() => messages().find(({ plain }) => plain.includes(words)), {
        what: words,
        timeoutMs: MESSAGE_LIMIT_MS,
      }),
  };
}

const startPrometheus = ({ address }: Target, alerting: string): Promise<RealMonitor> =>
  startRealPrometheus({
    'rules.yml': fillIn(findBlock('alertmanager', 'groups:'), { 'for: 1m': 'for: 1s' }),
    'prometheus.yml': `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [rules.yml]
scrape_configs: [{ job_name: nextuse, static_configs: [{ targets: ['${address}'] }] }]
${alerting}`,
  });
