import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCorpus, sourceOf } from '../support/alert-bodies.ts';
import { drawAlerts, findForeignMarkup } from '../support/draw-alerts.ts';
import { fuzzedBody } from '../support/mutate-body.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 10_000);
/** A slow machine does fewer. */
const LIMIT_MS = 90_000;
it(`whatever is done to a body, it is shown or said to be no alert (${RUNS} changes)`, { timeout: 120_000 }, () => {
  const check = fc.property(fuzzedBody, ({ name, body }) => {
    const { readings, outcome } = readCorpus(name, body);
    if (readings.length === 0) {
      expect(outcome).not.toMatch(/^(read|unreadable)?$/);
      return;
    }
    const shown = drawAlerts(sourceOf(name).type, readings);
    // Resolved before it was heard of: kept, not shown.
    expect(shown.length > 0 || readings.every(({ status }) => status === 'resolved')).toBe(true);
    for (const drawn of shown) {
      expect(drawn.problems).toEqual([]);
      expect(findForeignMarkup(drawn)).toEqual([]);
      if (!/undefined|\[object |NaN/.test(body)) expect(drawn.plain).not.toMatch(/undefined|\[object |\bNaN\b/);
    }
  });
  fc.assert(check, { numRuns: RUNS, interruptAfterTimeLimit: LIMIT_MS });
});
