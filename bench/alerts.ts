import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBotProcess } from '../sandbox/bot-process.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { findFreePort } from '../sandbox/world/free-port.ts';

// What alerts cost: added latency beside Alertmanager's own Slack receiver in the same run (where the program is installed), one
// body of 5,000 alerts, 3,100 requests a second, a storm of 5,000 at Slack's pace, and what history costs: npm run bench -- alerts
const ALERTMANAGER = process.env['ALERTMANAGER_PROGRAM'] ?? '/usr/bin/prometheus-alertmanager';
const LATENCY_ALERTS = 40;
/** Below the pace at which a storm begins. */
const LATENCY_EVERY_MS = 1_100;
const STORM = 5_000;
const agent = new Agent({ keepAlive: true, maxSockets: 200 });

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const name = (n: number): string => `Bench${String(n).padStart(5, '0')}`;

function body(from: number, to: number): string {
  const alerts = Array.from({ length: to - from }, (_, n) => ({
    status: 'firing',
    labels: { alertname: name(from + n), severity: 'warning', instance: `host-${from + n}:9100`, job: 'node' },
    annotations: { summary: `host ${from + n} does not answer`, description: 'x'.repeat(150) },
    startsAt: new Date().toISOString(),
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example:9090/graph?g0.expr=up+%3D%3D+0',
  }));
  return JSON.stringify({ version: '4', status: 'firing', groupKey: '{}:{}', groupLabels: {}, alerts });
}

function post(sandbox: Sandbox, text: string): Promise<{ status: number; ms: number }> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${sandbox.alertTokens.prometheus}`,
      'content-length': Buffer.byteLength(text),
    };
    const sent = request(`${sandbox.botUrl}/alerts/prometheus`, { method: 'POST', agent, headers }, (response) => {
      response.resume().once('end', () => resolve({ status: response.statusCode ?? 0, ms: performance.now() - begun }));
    });
    sent.once('error', reject);
    sent.end(text);
  });
}

async function withBot(
  rates: 'off' | undefined,
  measure: (sandbox: Sandbox, pid: number) => Promise<void>,
): Promise<void> {
  const sandbox = await createSandbox(rates === undefined ? {} : { rates });
  const bot = createBotProcess({ ...sandbox, logFile: join(sandbox.folder, 'bot.log') });
  try {
    await bot.start();
    await measure(sandbox, bot.pid ?? 0);
  } finally {
    await bot.kill();
    await sandbox.close();
  }
}

const peakMb = (pid: number): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function seenIn(sandbox: Sandbox): string {
  const { messages, thread } = sandbox.slack.channel('C0INCIDENTS');
  return messages
    .flatMap((message) => [message, ...thread(message.ts)])
    .map(({ plain }) => plain)
    .join('\n');
}

async function oneBody(): Promise<void> {
  await withBot('off', async (sandbox) => {
    const text = body(0, STORM);
    const { status, ms } = await post(sandbox, text);
    say(
      `one body of ${STORM} alerts, ${(text.length / 1e6).toFixed(1)} MB: ${status} after ${ms.toFixed(0)} ms (goal 1000)`,
    );
  });
}

async function burst(): Promise<void> {
  await withBot('off', async (sandbox) => {
    const count = 6_200;
    const begun = performance.now();
    const answers: Promise<{ status: number; ms: number }>[] = [];
    for (let n = 0; n < count; n++) {
      // 3,100 a second, whatever the answers.
      const dueMs = (n / 3_100) * 1_000 - (performance.now() - begun);
      if (dueMs > 1) await pause(dueMs);
      answers.push(post(sandbox, body(n, n + 1)));
    }
    const all = await Promise.all(answers);
    const took = (performance.now() - begun) / 1_000;
    const refused = all.filter(({ status }) => status !== 200).length;
    const times = all.map(({ ms }) => ms);
    say(
      `${count} requests at 3,100/s: all answered after ${took.toFixed(1)} s, ${refused} not taken, median ${quantile(times, 0.5).toFixed(0)} ms, p99 ${quantile(times, 0.99).toFixed(0)} ms`,
    );
  });
}

async function storm(): Promise<void> {
  await withBot(undefined, async (sandbox, pid) => {
    const begun = performance.now();
    await Promise.all(Array.from({ length: 50 }, (_, n) => post(sandbox, body(n * 100, n * 100 + 100))));
    let missing = STORM;
    while (missing > 0 && performance.now() - begun < 150_000) {
      await pause(1_000);
      const text = seenIn(sandbox);
      missing = Array.from({ length: STORM }, (_, n) => name(n)).filter((each) => !text.includes(each)).length;
    }
    const seconds = (performance.now() - begun) / 1_000;
    const calls = sandbox.slack.calls.filter(({ method }) => method.startsWith('chat.'));
    say(
      `storm of ${STORM} at Slack's pace: ${missing} unseen after ${seconds.toFixed(0)} s (goal 0 in 75), ${calls.length} calls (goal 80), peak RSS ${peakMb(pid).toFixed(0)} MB (goal 180)`,
    );
  });
}

/** The same Alertmanager, two receivers: its own for Slack, and our webhook. */
async function latency(): Promise<void> {
  if (!existsSync(ALERTMANAGER)) return say(`latency: left out, ${ALERTMANAGER} is not installed`);
  await withBot('off', async (sandbox) => {
    const peerSeen = new Map<string, number>();
    const ourSeen = new Map<string, number>();
    const peer = createServer((incoming, response) => {
      let text = '';
      incoming.on('data', (data: Buffer) => (text += data.toString('utf8')));
      incoming.on('end', () => {
        const found = /Bench\d{5}/.exec(text)?.[0];
        if (found !== undefined) peerSeen.set(found, performance.now());
        response.end('ok');
      });
    });
    await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
    sandbox.slack.on('change', () => {
      const found = /Bench\d{5}/.exec(sandbox.slack.channel('C0INCIDENTS').messages.at(-1)?.plain ?? '')?.[0];
      if (found !== undefined && !ourSeen.has(found)) ourSeen.set(found, performance.now());
    });
    const folder = await mkdtemp(join(tmpdir(), 'bench-alerts-'));
    const port = await findFreePort(['127.0.0.1']);
    const slackUrl = `http://127.0.0.1:${(peer.address() as AddressInfo).port}/`;
    await writeFile(
      join(folder, 'am.yml'),
      `route: { receiver: both, group_by: ['...'], group_wait: 0s }
receivers:
  - name: both
    slack_configs: [{ api_url: '${slackUrl}', channel: '#x' }]
    webhook_configs:
      - url: ${sandbox.botUrl}/alerts/prometheus
        http_config: { authorization: { credentials: '${sandbox.alertTokens.prometheus}' } }
`,
    );
    const args = [
      `--config.file=${join(folder, 'am.yml')}`,
      `--storage.path=${folder}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ];
    const child = spawn(ALERTMANAGER, args, { stdio: 'ignore' });
    try {
      await pause(1_500);
      const sentAt = new Map<string, number>();
      for (let n = 0; n < LATENCY_ALERTS; n++) {
        sentAt.set(name(n), performance.now());
        const json = JSON.stringify([
          { labels: { alertname: name(n), severity: 'warning' }, startsAt: new Date().toISOString() },
        ]);
        await fetch(`http://127.0.0.1:${port}/api/v2/alerts`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: json,
        });
        await pause(LATENCY_EVERY_MS);
      }
      const since = (seen: ReadonlyMap<string, number>): number[] =>
        [...sentAt].slice(5).flatMap(([each, at]) => (seen.has(each) ? [(seen.get(each) ?? 0) - at] : []));
      const [theirs, ours] = [since(peerSeen), since(ourSeen)];
      const line = (values: readonly number[]): string =>
        `median ${quantile(values, 0.5).toFixed(1)} ms, p99 ${quantile(values, 0.99).toFixed(1)} ms of ${values.length}`;
      say(`first message, Alertmanager's own Slack receiver: ${line(theirs)}`);
      say(`first message, through the bot, stored first: ${line(ours)} (goal +5, +15)`);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
      peer.closeAllConnections();
      peer.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
}

await oneBody();
await burst();
await storm();
await latency();
agent.destroy();
await import('./alert-history.ts');
