import { defineAlertSource } from '../alert-source.ts';
import { findTime } from '../find-time.ts';
import { findLink } from '../find-link.ts';
import { toForeign, type Foreign } from '../foreign.ts';
import { toMaskedKey } from '../mask.ts';
import { toReading } from '../to-reading.ts';

const DOWN = 0;
const UP = 1;
const EXPIRES_AFTER_MS = 86_400_000;

/**
 * Uptime Kuma. Of the monitor only a few fields are looked at: older versions send passwords along. Without a monitor it is
 * about a certificate, or a test. Set-up: docs/alerts/uptime-kuma.md
 */
export const uptimeKuma = defineAlertSource({
  type: 'uptime-kuma',
  read({ json, now }) {
    const body = toForeign(json);
    const message = body.get('msg').text();
    const monitor = body.get('monitor');
    const status = body.get('heartbeat', 'status').number();
    if (!monitor.isObject() || status === undefined) {
      if (message === undefined) return undefined;
      if (/\bTesting$/.test(message)) return { notAnAlert: `a test: ${message.slice(0, 200)}` };
      const isExpiry = /certificate .* expire/i.test(message);
      const key = `notice/${toMaskedKey(message)}`;
      const severity = isExpiry ? 'warning' : 'info';
      const labels = { instance: /\[(https?:\/\/[^\]]{1,500})\]/.exec(message)?.[1] };
      return {
        readings: [
          toReading({ key, status: 'firing', title: message, severity, labels, staleAfterMs: EXPIRES_AFTER_MS }),
        ],
      };
    }
    if (status !== DOWN && status !== UP) return { notAnAlert: 'a monitor that is pending or in maintenance' };
    const name = monitor.get('name').text();
    const address = monitor.get('url').text() ?? monitor.get('hostname').text();
    const heartbeat = body.get('heartbeat');
    const reading = toReading({
      key: monitor.get('id').text() ?? heartbeat.get('monitorID').text() ?? name ?? '',
      status: status === UP ? 'resolved' : 'firing',
      title: name,
      severity: 'critical',
      summary: heartbeat.get('msg').text() ?? message,
      labels: { instance: address, service: findTag(monitor, 'service'), type: monitor.get('type').text() },
      values: { ping: heartbeat.get('ping').text() },
      saidAt: findTime(heartbeat.get('time').value ?? heartbeat.get('localDateTime').value, now),
      links: { source: findLink(monitor.get('url').text()) },
    });
    return { readings: [reading] };
  },
});

function findTag(monitor: Foreign, name: string): string | undefined {
  const tags = monitor.get('tags').items();
  return tags
    .find((tag) => tag.get('name').text() === name)
    ?.get('value')
    .text();
}
