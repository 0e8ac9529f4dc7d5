import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createBotProcess } from '../sandbox/bot-process.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import type { Alert, AlertGroup } from '../src/core/alert.ts';
import { alertMessageKey } from '../src/core/alert.ts';
import { newAlertGroupId, newAlertId } from '../src/core/ids.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';

// What 100,000 alerts of history cost: two bots, one on an empty database, by turns in the same run, so that whatever else the
// machine does slows both down. npm run bench -- alert-history
const HISTORY = Number(process.env['HISTORY_ALERTS'] ?? 100_000);
const BATCH = 1_000;
const FIRST_MESSAGES = 40;
/** Below the pace at which a storm begins: ten new groups in ten seconds. */
const EVERY_MS = 1_300;
const REPEATS = 600;
const DAY = 86_400_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const name = (n: number): string => `Bench${String(n).padStart(5, '0')}`;

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Resolved, posted, each with a message of its own: the most that so many alerts can leave behind. */
async function fill(file: string, until: number): Promise<void> {
  const store = await openSqliteStore(file);
  for (let from = 0; from < HISTORY; from += BATCH) {
    const at = until - 170 * DAY + (from / HISTORY) * 160 * DAY;
    const made = Array.from({ length: BATCH }, (_, n) => makeOld(from + n, at));
    await store.alerts.record({ keys: [], groups: [], deliveries: [] }, new Date(at), () => ({
      alerts: made.map(({ alert }) => alert),
      groups: made.map(({ group }) => group),
      audit: [],
      messages: made.map(({ group }) => ({
        key: alertMessageKey(group.id),
        kind: 'alert',
        channel: group.channel,
        body: { group: group.id },
        priority: 2,
      })),
    }));
  }
  await store.close();
  const database = new DatabaseSync(file);
  database.exec("update messages set delivered_version = wanted_version, delivered_at = created_at, ts = '1.1'");
  database.close();
}

function makeOld(n: number, at: number): { alert: Alert; group: AlertGroup } {
  const title = `Old${n}`;
  const group: AlertGroup = {
    ...{ id: newAlertGroupId(new Date(at)), source: 'prometheus', key: `/${title}`, isSenders: false, title },
    ...{ channel: 'C0INCIDENTS', runbooks: [], total: 1, open: 0, flaps: 0, unlisted: 0, worst: 'warning' },
    ...{ createdAt: at, updatedAt: at, resolvedAt: at },
  };
  const labels = { alertname: title, severity: 'warning', instance: `host-${n}:9100`, job: 'node' };
  const alert: Alert = {
    ...{
      id: newAlertId(new Date(at)),
      source: 'prometheus',
      key: `old-${n}`,
      episode: `old-${n}@${at}`,
      title,
      labels,
    },
    ...{ status: 'resolved', state: 'resolved', severity: 'warning', annotations: {}, values: {}, links: {} },
    ...{ summary: `host ${n} does not answer`, description: 'x'.repeat(150), group: group.id, startsAt: at },
    ...{ isStartKnown: true, receivedAt: at, lastSeenAt: at, changedAt: at, counts: { seen: 2, flaps: 0 } },
  };
  return { alert, group };
}

interface Measured {
  sandbox: Sandbox;
  seen: Map<string, number>;
  first: number[];
  answers: number[];
}

async function post({ sandbox, answers }: Measured, title: string): Promise<number> {
  const labels = { alertname: title, severity: 'warning', instance: 'host-1:9100' };
  const alerts = [{ status: 'firing', labels, annotations: {}, startsAt: '2026-11-21T12:00:00Z' }];
  const begun = performance.now();
  const answer = await fetch(`${sandbox.botUrl}/alerts/prometheus`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.alertTokens.prometheus}` },
    body: JSON.stringify({ version: '4', status: 'firing', alerts }),
  });
  await answer.text();
  if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
  answers.push(performance.now() - begun);
  return begun;
}

async function open(isFilled: boolean): Promise<Measured & { close(): Promise<void> }> {
  const sandbox = await createSandbox({ rates: 'off' });
  if (isFilled) await fill(join(sandbox.folder, 'watchkeeper.db'), Date.now());
  const bot = createBotProcess({ ...sandbox, logFile: join(sandbox.folder, 'bot.log') });
  await bot.start();
  const seen = new Map<string, number>();
  sandbox.slack.on('change', () => {
    const found = /Bench\d{5}/.exec(sandbox.slack.channel('C0INCIDENTS').messages.at(-1)?.plain ?? '')?.[0];
    if (found !== undefined && !seen.has(found)) seen.set(found, performance.now());
  });
  return {
    ...{ sandbox, seen, first: [], answers: [] },
    async close() {
      await bot.kill();
      await sandbox.close();
    },
  };
}

const both = [await open(false), await open(true)];
for (let n = 0; n < FIRST_MESSAGES; n++) {
  // Whoever is first by turns: neither always follows the other's work.
  for (const one of n % 2 === 0 ? both : both.toReversed()) {
    const begun = await post(one, name(n));
    for (let waited = 0; !one.seen.has(name(n)) && waited < 5_000; waited += 5) await pause(5);
    one.first.push((one.seen.get(name(n)) ?? Number.NaN) - begun);
  }
  await pause(EVERY_MS);
}
for (const one of both) one.answers.length = 0;
for (let n = 0; n < REPEATS; n++) for (const one of n % 2 === 0 ? both : both.toReversed()) await post(one, name(n));

const [empty, full] = both;
const compare = (what: string, pick: (one: Measured) => readonly number[]): void => {
  const [before, after] = [empty, full].map((one) => (one ? pick(one).slice(3) : []));
  if (!before || !after) return;
  const line = (values: readonly number[]): string =>
    `median ${quantile(values, 0.5).toFixed(1)} ms, p95 ${quantile(values, 0.95).toFixed(1)} ms`;
  const change = (quantile(after, 0.5) / quantile(before, 0.5) - 1) * 100;
  say(`${what}, empty database: ${line(before)} of ${before.length}`);
  say(`${what}, ${HISTORY} alerts of history: ${line(after)}, median ${change.toFixed(0)} % (goal ±10 %)`);
};
compare('first message', ({ first }) => first);
compare('body taken', ({ answers }) => answers);
for (const one of both) await one.close();
