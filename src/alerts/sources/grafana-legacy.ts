import { defineAlertSource } from '../alert-source.ts';
import { findLink } from '../find-link.ts';
import { toForeign } from '../foreign.ts';
import { toReading } from '../to-reading.ts';

const OVER = new Set(['ok', 'paused']);
const VALUES_MAX = 5;

/** Grafana before version 9, one body for each rule. Set-up: docs/alerts/grafana-legacy.md */
export const grafanaLegacy = defineAlertSource({
  type: 'grafana-legacy',
  read({ json }) {
    const body = toForeign(json);
    const state = body.get('state').text()?.toLowerCase();
    const name = body.get('ruleName').text() ?? body.get('title').text();
    if (state === undefined || name === undefined) return undefined;
    if (state === 'pending') return { notAnAlert: 'a rule that is pending' };
    const matches = body.get('evalMatches').items();
    const tags = body.get('tags').texts();
    const first = matches[0]?.get('tags').texts() ?? {};
    const reading = toReading({
      key: `${body.get('orgId').text() ?? ''}/${body.get('ruleId').text() ?? name}`,
      status: OVER.has(state) ? 'resolved' : 'firing',
      title: name,
      severityRaw: tags['severity'] ?? tags['priority'] ?? first['severity'],
      summary: body.get('message').text() ?? body.get('title').text(),
      labels: { ...first, ...tags, ...(state === 'no_data' && { no_data: 'true' }) },
      values: Object.fromEntries(
        matches
          .slice(0, VALUES_MAX)
          .map((match) => [match.get('metric').text() ?? 'value', match.get('value').text() ?? 'none']),
      ),
      links: { source: findLink(body.get('ruleUrl').text()), image: findLink(body.get('imageUrl').text()) },
    });
    return { readings: [reading] };
  },
});
