import { defineAlertSource } from '../alert-source.ts';
import { findTime } from '../find-time.ts';
import { toForeign } from '../foreign.ts';
import { toReading } from '../to-reading.ts';

/** Healthchecks with `$JSON` as its body. Its addresses are not kept: whoever has them can report for the check. Set-up: docs/alerts/healthchecks.md */
export const healthchecks = defineAlertSource({
  type: 'healthchecks',
  read({ json, now }) {
    const body = toForeign(json);
    const status = body.get('status').text()?.toLowerCase();
    const name = body.get('name').text() ?? body.get('slug').text();
    const id = body.get('uuid').text() ?? body.get('code').text() ?? body.get('unique_key').text() ?? name;
    if (status === undefined || id === undefined) return undefined;
    if (status !== 'down' && status !== 'up') return { notAnAlert: `a check that is ${status.slice(0, 50)}` };
    const tags = (body.get('tags').text() ?? '').split(/\s+/);
    const tag = (wanted: string): string | undefined =>
      tags.find((one) => one.startsWith(`${wanted}:`))?.slice(wanted.length + 1);
    const lastPing = body.get('last_ping').text();
    const reading = toReading({
      key: id,
      status: status === 'up' ? 'resolved' : 'firing',
      title: name ?? id,
      severityRaw: tag('severity') ?? 'error',
      summary: body.get('desc').text(),
      labels: { service: tag('service'), host: tag('host'), tags: tags.join(' ').trim() || undefined },
      values: { 'last ping': lastPing, schedule: body.get('schedule').text() },
      saidAt: status === 'up' ? findTime(lastPing, now) : undefined,
    });
    return { readings: [reading] };
  },
});
