import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics, Readers } from '../core/ports/metrics.ts';
import type { Route } from './route.ts';

const STEP_SECONDS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900];
const APPROVAL_SECONDS = [5, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600];

/** Metrics in Prometheus' text, with the route that tells them. Each has its own registry. */
export function createMetrics(): Metrics & { route: Route } {
  const register = new Registry();
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name: `watchkeeper_${name}`, help, labelNames, registers: [register] });
  const histogram = <L extends string>(name: string, help: string, buckets: number[], labelNames: L[]) =>
    new Histogram({ name: `watchkeeper_${name}`, help, labelNames, buckets, registers: [register] });

  const runs = counter('runs_total', 'Runs that ended', ['runbook', 'outcome']);
  const steps = counter('steps_total', 'Steps that ended', ['type', 'outcome']);
  const stepSeconds = histogram('step_duration_seconds', 'Time that steps took', STEP_SECONDS, ['type']);
  const approvalSeconds = histogram('approval_wait_seconds', 'Time that gates waited', APPROVAL_SECONDS, []);
  const brokenGlass = counter('break_glass_total', 'Runs that went on without the approvals', ['runbook']);
  const deletions = counter('retention_deleted_total', 'What was deleted because it was old', ['what']);
  const slackCalls = counter('slack_calls_total', "Calls of Slack's Web API", ['method', 'outcome']);
  const heartbeats = counter('heartbeats_total', 'Tries to tell the watcher that the bot is well', ['outcome']);
  const rateLimited = counter('slack_rate_limited_total', 'Calls that Slack answered with 429', ['method']);
  let readers: Readers = {
    outboxOldestMs: () => 0,
    auditSequence: () => 0,
    slackConnected: () => 0,
    slackHeardMs: () => Number.NaN,
    slackDeaf: () => 0,
    heartbeatMs: () => Number.NaN,
    frozen: () => 0,
    openReviews: () => 0,
  };
  const watched = (name: string, help: string, read: () => number | Promise<number>): Gauge =>
    new Gauge({
      name: `watchkeeper_${name}`,
      help,
      registers: [register],
      async collect() {
        // While the store cannot be asked, the other metrics are needed most.
        this.set(
          await Promise.resolve()
            .then(read)
            .catch(() => Number.NaN),
        );
      },
    });
  watched('slack_connected', '1 while events of Slack can arrive', () => readers.slackConnected());
  watched('slack_deaf', '1 while what people do in Slack does not arrive', () => readers.slackDeaf());
  watched(
    'slack_heard_seconds',
    'Time since anything of Slack arrived',
    async () => (await readers.slackHeardMs()) / 1_000,
  );
  watched(
    'heartbeat_seconds',
    'Time since the last heartbeat was taken',
    async () => (await readers.heartbeatMs()) / 1_000,
  );
  watched('frozen', '1 while everything destructive is frozen', () => readers.frozen());
  watched('open_reviews', 'Broken glass that nobody has looked at yet', () => readers.openReviews());
  watched('audit_head', 'Sequence number of the newest audit entry', () => readers.auditSequence());
  watched(
    'outbox_oldest_seconds',
    'Age of the oldest message that waits to be sent',
    async () => (await readers.outboxOldestMs()) / 1_000,
  );
  collectDefaultMetrics({ register });
  // A version banner for whoever can reach the port.
  register.removeSingleMetric('nodejs_version_info');

  return {
    runEnded: ({ runbook, outcome }) => runs.inc({ runbook, outcome }),
    stepEnded({ type, outcome, durationMs }) {
      steps.inc({ type, outcome });
      stepSeconds.observe({ type }, durationMs / 1_000);
    },
    approvalDecided: ({ waitedMs }) => approvalSeconds.observe(waitedMs / 1_000),
    glassBroken: ({ runbook }) => brokenGlass.inc({ runbook }),
    deleted: ({ what, count }) => deletions.inc({ what }, count),
    heartbeatEnded: ({ outcome }) => heartbeats.inc({ outcome }),
    slackCalled: ({ method, outcome }) => slackCalls.inc({ method, outcome }),
    slackRateLimited: ({ method }) => rateLimited.inc({ method }),
    watch(wanted) {
      readers = wanted;
    },
    route: {
      method: 'GET',
      path: '/metrics',
      async answer(_request, response) {
        const text = await register.metrics();
        response.writeHead(200, { 'Content-Type': register.contentType, 'Cache-Control': 'no-store' }).end(text);
      },
    },
  };
}
