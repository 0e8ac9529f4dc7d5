import { afterEach, expect, test } from 'vitest';
import { createMetrics } from '../../src/http/metrics.ts';
import { createHttpServer, type HttpServer } from '../../src/http/server.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Log } from '../../src/core/ports/log.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';

const silent = (): void => {};
const log: Log = { debug: silent, info: silent, warn: silent, error: silent, child: () => log };
let server: HttpServer | undefined;

async function scrape({ route }: ReturnType<typeof createMetrics>): Promise<string[]> {
  server = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    routes: [route],
    texts: catalogues.en,
    log,
    clock: systemClock,
  });
  const answer = await fetch(`http://127.0.0.1:${await server.start()}/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  return (await answer.text()).split('\n');
}

afterEach(() => server?.stop());

test('tells what was counted and timed', async () => {
  const metrics = createMetrics();
  metrics.runEnded({ runbook: 'failover', outcome: 'succeeded' });
  metrics.runEnded({ runbook: 'failover', outcome: 'succeeded' });
  metrics.stepEnded({ type: 'dns.switch', outcome: 'done', durationMs: 1_500 });
  metrics.approvalDecided({ waitedMs: 42_000 });
  metrics.slackCalled({ method: 'chat.update', outcome: 'ok' });
  metrics.slackRateLimited({ method: 'chat.update' });
  metrics.glassBroken({ runbook: 'failover' });
  metrics.watch({
    slackConnected: () => 1,
    auditSequence: () => 7,
    outboxOldestMs: async () => 2_500,
    slackHeardMs: () => 2_000,
    slackDeaf: () => 0,
    heartbeatMs: () => 3_000,
    frozen: () => 1,
    openReviews: async () => 2,
  });
  expect(await scrape(metrics)).toEqual(
    expect.arrayContaining([
      'watchkeeper_runs_total{runbook="failover",outcome="succeeded"} 2',
      'watchkeeper_steps_total{type="dns.switch",outcome="done"} 1',
      'watchkeeper_step_duration_seconds_bucket{le="1",type="dns.switch"} 0',
      'watchkeeper_step_duration_seconds_bucket{le="2",type="dns.switch"} 1',
      'watchkeeper_approval_wait_seconds_sum 42',
      'watchkeeper_slack_calls_total{method="chat.update",outcome="ok"} 1',
      'watchkeeper_slack_rate_limited_total{method="chat.update"} 1',
      'watchkeeper_slack_connected 1',
      'watchkeeper_audit_head 7',
      'watchkeeper_break_glass_total{runbook="failover"} 1',
      'watchkeeper_frozen 1',
      'watchkeeper_open_reviews 2',
      'watchkeeper_outbox_oldest_seconds 2.5',
    ]),
  );
});

test('tells about the process, not about versions, and works while the store does not', async () => {
  const metrics = createMetrics();
  const broken = (): never => {
    throw new Error('store is locked');
  };
  metrics.watch({
    slackConnected: () => 1,
    slackHeardMs: () => 2_000,
    slackDeaf: () => 0,
    heartbeatMs: () => 3_000,
    auditSequence: broken,
    outboxOldestMs: broken,
    frozen: broken,
    openReviews: broken,
  });
  const text = (await scrape(metrics)).join('\n');
  expect(text).toContain('process_resident_memory_bytes');
  expect(text).toMatch(/^watchkeeper_outbox_oldest_seconds nan$/im);
  expect(text).not.toContain(process.version);
});

test('two bots in one process do not share', async () => {
  const other = createMetrics();
  const none = (): number => 0;
  createMetrics().watch({
    slackConnected: none,
    auditSequence: () => 99,
    outboxOldestMs: none,
    slackHeardMs: none,
    slackDeaf: none,
    heartbeatMs: none,
    frozen: none,
    openReviews: none,
  });
  expect(await scrape(other)).toContain('watchkeeper_audit_head 0');
});
