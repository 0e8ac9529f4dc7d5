import { defineAlertSource } from '../alert-source.ts';
import { findTime } from '../find-time.ts';
import { toForeign, type Foreign } from '../foreign.ts';
import { readPrometheusApi } from '../read-prometheus-api.ts';
import { toReading } from '../to-reading.ts';

/** It never says that it is over; a rule that still matches comes again after `realert`. */
const STALE_AFTER_MS = 3_600_000;
const COUNTS = ['num_hits', 'num_matches', 'hits', 'count', 'threshold', 'spike_count', 'reference_count'];
const TEXTS = ['alert_text', 'text', 'message', 'msg', 'url'];
/** ElastAlert's alert levels. */
const LEVELS: Readonly<Record<string, string>> = { 1: 'critical', 2: 'error', 3: 'warning', 4: 'info', 5: 'info' };

/**
 * ElastAlert 2, one body for each match. Its body does not name the rule, so a header or the address does; without one each
 * document is an alert of its own. Set-up: docs/alerts/elastalert.md
 */
export const elastalert = defineAlertSource({
  type: 'elastalert',
  read(received) {
    const { json, header, query, now, texts } = received;
    if (Array.isArray(json)) return readPrometheusApi(received);
    const body = toForeign(json);
    if (!body.isObject() || Object.keys(body.texts()).length === 0) return undefined;
    const rule =
      header('x-elastalert-rule') ?? query['rule'] ?? body.get('rule_name').text() ?? body.get('rule').text();
    const severityRaw = header('x-elastalert-severity') ?? body.get('severity').text();
    const document = ['_index', '_id'].map((name) => body.get(name).text() ?? '').join('/');
    const queryKey = body.get('key').text() ?? body.get('query_key').text() ?? body.get('source_ip').text();
    const host = body.get('hostname').text() ?? body.get('host', 'name').text() ?? body.get('host').text();
    const reading = toReading({
      key: rule === undefined ? `${document}/${queryKey ?? ''}` : `${rule}/${queryKey ?? ''}`,
      status: 'firing',
      title: rule ?? texts.alerts.logMatch,
      severityRaw: severityRaw === undefined ? undefined : (LEVELS[severityRaw] ?? severityRaw),
      summary: findText(body),
      labels: { rule, key: queryKey, service: body.get('service').text() ?? body.get('service', 'name').text(), host },
      values: Object.fromEntries(COUNTS.map((name) => [name, body.get(name).text()])),
      saidAt: findTime(body.get('@timestamp').value ?? body.get('at').value, now),
      staleAfterMs: STALE_AFTER_MS,
    });
    return { readings: [reading] };
  },
});

/** What was matched, in its own words, else all of it. */
function findText(body: Foreign): string | undefined {
  const known = TEXTS.map((name) => body.get(name).text()).find((text) => text !== undefined);
  if (known !== undefined) return known;
  const fields = Object.entries(body.texts()).filter(([name]) => !/^[_@]|^num_/.test(name));
  return fields.length === 0 ? undefined : fields.map(([name, value]) => `${name}: ${value}`).join(', ');
}
