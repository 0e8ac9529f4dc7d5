import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OpsError, type ErrorCode } from '../../src/core/errors.ts';
import type { Run, RunStep } from '../../src/core/run.ts';
import type { RunChange } from '../../src/core/store.ts';
import { parkChange, shouldPark } from '../../src/engine/park.ts';
import { sampleRun, START } from '../slack/sample-run.ts';

const PATIENCE_MS = 600_000;
const step = sampleRun().steps[1] as RunStep;
const down = (retryAfterMs?: number): OpsError =>
  new OpsError('unreachable', 'Cloudflare is down', retryAfterMs === undefined ? {} : { details: { retryAfterMs } });
const park = (run: Run, error: OpsError, at: number): RunChange | undefined =>
  parkChange(run, step, error, new Date(at));
const waitedFor = (ms: number): Run => sampleRun({ status: 'running', parkedSince: START - ms });

it.each<[ErrorCode, boolean]>([
  ['unreachable', true],
  ['timed_out', false],
  ['outcome_unknown', false],
  ['remote_failed', false],
  ['conflict', false],
  ['not_allowed', false],
  ['not_found', false],
  ['invalid_input', false],
  ['internal', false],
])('waits after %s: %s, since only what did nothing may be asked again', (code, waits) => {
  expect(shouldPark(new OpsError(code, 'x'))).toBe(waits);
});

describe('waiting for a provider that is down', () => {
  it('gives the run back, says why and until when', () => {
    expect(park(sampleRun({ owner: 'own_1', leaseUntil: START + 1 }), down(), START)).toMatchObject({
      run: {
        parkedSince: START,
        parkedUntil: START + 2_000,
        parkedReason: 'Cloudflare is down',
        owner: undefined,
        leaseUntil: undefined,
      },
      steps: [{ index: 1, status: 'pending' }],
      audit: [
        {
          act: 'run.parked',
          outcome: 'failed',
          details: { message: 'Cloudflare is down', parkedUntil: START + 2_000 },
        },
      ],
      messages: [{ kind: 'card' }],
    });
  });

  it('waits between two and thirty seconds, ever longer, and remembers since when', () => {
    let last = 0;
    for (let waited = 0; waited < PATIENCE_MS - 30_000; waited += 7_000) {
      const change = park(waitedFor(waited), down(), START);
      const delay = (change?.run?.parkedUntil ?? 0) - START;
      expect(delay).toBeGreaterThanOrEqual(Math.max(last, 2_000));
      expect(delay).toBeLessThanOrEqual(30_000);
      expect(change?.run?.parkedSince).toBe(START - waited);
      last = delay;
    }
    expect(last).toBe(30_000);
  });

  it('never asks before the provider wants to be asked', () => {
    fc.assert(
      fc.property(fc.nat({ max: PATIENCE_MS - 1 }), fc.nat({ max: 60_000 }), (waited, retryAfterMs) => {
        const delay = (park(waitedFor(waited), down(retryAfterMs), START)?.run?.parkedUntil ?? 0) - START;
        expect(delay).toBeGreaterThanOrEqual(Math.max(2_000, retryAfterMs));
        expect(delay).toBeLessThanOrEqual(Math.max(30_000, retryAfterMs));
      }),
    );
  });

  it('makes it a person’s question after ten minutes, and has asked once at their end', () => {
    expect(park(waitedFor(PATIENCE_MS - 1), down(), START)?.run?.parkedUntil).toBe(START + 2_001);
    expect(park(waitedFor(PATIENCE_MS), down(), START)).toBeUndefined();
    expect(park(waitedFor(PATIENCE_MS), down(5_000), START)).toBeUndefined();
  });

  it('asks a bounded number of times before it gives up', () => {
    let run = sampleRun();
    let now = START;
    let tries = 0;
    for (;;) {
      const change = park(run, down(), now);
      if (!change) break;
      tries++;
      now = change.run?.parkedUntil ?? Number.NaN;
      run = sampleRun({ parkedSince: change.run?.parkedSince ?? 0 });
    }
    expect(tries).toBeGreaterThan(15);
    expect(tries).toBeLessThan(40);
    expect(now - START).toBeGreaterThanOrEqual(PATIENCE_MS);
    expect(now - START).toBeLessThan(PATIENCE_MS + 30_000);
  });
});
