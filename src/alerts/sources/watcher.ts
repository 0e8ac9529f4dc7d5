import { defineAlertSource } from '../alert-source.ts';
import { findTime } from '../find-time.ts';
import { toForeign, type Foreign } from '../foreign.ts';
import { toReading } from '../to-reading.ts';

/** Watcher never says that it is over; a watch that still matches comes again with its schedule. */
const STALE_AFTER_MS = 1_800_000;
const LINE = /^([\w.-]{1,200})\s*:\s*(\d{1,12})\s*$/;

/** Elasticsearch Watcher's webhook action, with `ctx` as its body, or a line of `watch:hits`. Set-up: docs/alerts/watcher.md */
export const watcher = defineAlertSource({
  type: 'watcher',
  read({ json, text, now }) {
    const line = LINE.exec(text.trim());
    if (json === undefined && line) {
      const [, watch = '', hits = ''] = line;
      return {
        readings: [
          toReading({
            key: `${watch}/`,
            status: 'firing',
            title: watch,
            values: { hits },
            staleAfterMs: STALE_AFTER_MS,
          }),
        ],
      };
    }
    const whole = toForeign(json);
    const ctx = [whole.get('ctx'), whole.get('payload'), whole.get('watch_record'), whole].find(
      (part) => part.get('watch_id').text() !== undefined,
    );
    const watch = ctx?.get('watch_id').text();
    if (!ctx || watch === undefined) return undefined;
    const metadata = ctx.get('metadata').texts();
    const result = [ctx.get('payload'), ctx.get('result', 'input', 'payload')].find((part) => part.isObject());
    const hit = result?.get('hits', 'hits', 0, '_source');
    const reading = toReading({
      key: `${watch}/${metadata['key'] ?? ''}`,
      status: 'firing',
      title: metadata['name'] ?? watch,
      severityRaw: metadata['severity'],
      summary: hit?.get('message').text(),
      labels: {
        watch,
        service: metadata['service'] ?? hit?.get('service', 'name').text(),
        host: hit?.get('host', 'name').text(),
      },
      values: { hits: countHits(result) },
      saidAt: findTime(ctx.get('execution_time').value ?? ctx.get('result', 'execution_time').value, now),
      staleAfterMs: STALE_AFTER_MS,
    });
    return { readings: [reading] };
  },
});

/** A number until Elasticsearch 6, an object since. */
function countHits(result: Foreign | undefined): string | undefined {
  const total = result?.get('hits', 'total');
  return total?.text() ?? total?.get('value').text();
}
