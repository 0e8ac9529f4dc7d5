import { DatabaseSync } from 'node:sqlite';
import { expect, it, vi } from 'vitest';
import { openAlertsWorld } from '../alerts/alerts-world.ts';

const TABLES =
  /\bSCAN (alerts|alert_groups|alert_storms|alert_deliveries|messages|outputs|audit_entries)\b(?: USING (?:COVERING )?INDEX (\w+))?/;
/** Indexes of the few rows that are unfinished: to read one of them from end to end is to read what there is to do. */
const SMALL = new Set([
  'alerts_stale',
  'alerts_flapping',
  'alert_groups_open',
  'alert_groups_silenced',
  'alert_groups_digest',
  'alert_storms_open',
  'messages_behind',
  'messages_unsent',
  // In the order that is asked for, up to a limit.
  'sqlite_autoindex_audit_entries_1',
]);

function alertBody(name: string, status: string, severity = 'critical'): string {
  const alerts = [{ status, labels: { alertname: name, severity, service: 'nextuse' }, annotations: {} }];
  return JSON.stringify({ version: '4', status, alerts });
}

it('no statement of the way from a sender to Slack reads a table of history from end to end', async () => {
  const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare');
  const world = await openAlertsWorld({ escalation: [{ afterMs: 60_000, mention: ['S0ONCALL'] }] });
  prepare.mockClear();
  // A storm, a flapping alert, people, time, delivery: each statement that they need is prepared once.
  for (let n = 0; n < 30; n++) await world.send('alertmanager', alertBody(`Storm${n}`, 'firing'));
  for (let n = 0; n < 5; n++) await world.send('alertmanager', alertBody('Link', n % 2 === 0 ? 'firing' : 'resolved'));
  const github = {
    workflow_run: { conclusion: 'failure', workflow_id: 1, name: 'ci' },
    repository: { full_name: 'a/b' },
  };
  const { authorization } = { authorization: 'Bearer a-secret-of-thirty-two-characters' };
  await world.send('github', JSON.stringify(github), { headers: { authorization, 'x-github-delivery': 'one' } });
  const [group] = await world.alerts.listOpen({ limit: 30 });
  await world.alerts.listOpen({ limit: 30, service: 'nextuse' });
  if (!group) throw new Error('nothing is open');
  const jin = { person: 'jin', slackId: 'U0JIN', via: 'slack' as const };
  await world.alerts.acknowledge(group.id, jin);
  await world.alerts.silence(group.id, { actor: jin, forMs: 60_000 });
  world.forward(120_000);
  await world.look();
  world.forward(1_200_000);
  await world.look();
  const { messages } = world.store;
  const [due] = await messages.listDue(new Date(world.now()), 200);
  await messages.find(due?.key ?? '');
  await messages.patch(due?.key ?? '', { deliveredVersion: 1 });
  await messages.oldestUndelivered();
  await world.store.audit.head();
  const old = { before: new Date(world.now()), now: new Date(world.now()), limit: 10 };
  for (const what of ['rawBodies', 'alerts', 'outputs'] as const) await world.store.retention.delete(what, old);

  const statements = [...new Set(prepare.mock.calls.map(([text]) => text))].filter((text) =>
    /^(select|update|delete|insert)/i.test(text),
  );
  prepare.mockRestore();
  expect(statements.length).toBeGreaterThan(30);
  const plans = await explain(statements);
  const scans = plans.flatMap(({ text, steps }) =>
    steps.flatMap((step) => {
      const found = TABLES.exec(step);
      return found && !SMALL.has(found[2] ?? '') ? [`${step}: ${text}`] : [];
    }),
  );
  expect(scans).toEqual([]);
  const behind = plans.filter(({ text }) => /from "messages" where "wanted_version" > "delivered_version"/.test(text));
  expect(behind.map(({ steps }) => steps[0])).toEqual(behind.map(() => 'SCAN messages USING INDEX messages_behind'));
  expect(behind.length).toBeGreaterThan(1);
});

/** On a database of the same shape: what SQLite would do. */
async function explain(statements: readonly string[]): Promise<{ text: string; steps: string[] }[]> {
  const { openSqliteStore } = await import('../../src/store/sqlite.ts');
  const { mkdtemp, rm } = await import('node:fs/promises');
  const { join } = await import('node:path');
  const { tmpdir } = await import('node:os');
  const folder = await mkdtemp(join(tmpdir(), 'watchkeeper-plan-'));
  await (await openSqliteStore(join(folder, 'plan.db'))).close();
  const database = new DatabaseSync(join(folder, 'plan.db'));
  const plans = statements.map((text) => ({
    text,
    steps: database
      .prepare(`explain query plan ${text}`)
      .all()
      .map(({ detail }) => String(detail)),
  }));
  database.close();
  await rm(folder, { recursive: true });
  return plans;
}
