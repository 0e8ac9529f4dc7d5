import type { Received, Said } from './alert-source.ts';
import { toForeign } from './foreign.ts';
import { readPrometheusAlert } from './read-prometheus.ts';

/** Prometheus sends what fires again each minute; Alertmanager takes five minutes of silence for the end. */
const RESOLVE_TIMEOUT_MS = 300_000;

/**
 * Alertmanager's own `POST /api/v2/alerts`, as Prometheus and Loki's ruler send it: a list, in which an end that is over
 * means resolved. Undefined for anything else.
 */
export function readPrometheusApi({ json, now }: Received): Said {
  if (!Array.isArray(json)) return undefined;
  const alerts = toForeign(json)
    .items()
    .filter((alert) => alert.get('labels').isObject());
  if (alerts.length === 0) return json.length === 0 ? { notAnAlert: 'an empty list' } : undefined;
  return {
    readings: alerts.map((alert) => {
      const endsAt = Date.parse(alert.get('endsAt').text() ?? '');
      const isOver = endsAt > 0 && endsAt <= now;
      const reading = readPrometheusAlert(alert, { status: isOver ? 'resolved' : 'firing', now });
      const { endsAt: _, ...open } = reading;
      return isOver ? reading : { ...open, staleAfterMs: RESOLVE_TIMEOUT_MS };
    }),
  };
}
