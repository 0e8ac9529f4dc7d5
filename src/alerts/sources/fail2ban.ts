import { defineAlertSource } from '../alert-source.ts';
import { findTime } from '../find-time.ts';
import { toForeign } from '../foreign.ts';
import { toReading } from '../to-reading.ts';

const DAY_MS = 86_400_000;

/** fail2ban by the action in docs/alerts/fail2ban.md. A ban is over with the unban, or when its time is up. */
export const fail2ban = defineAlertSource({
  type: 'fail2ban',
  read({ json, now, texts }) {
    const body = toForeign(json);
    const event = body.get('event').text();
    const [jail, ip, host] = ['jail', 'ip', 'host'].map((name) => body.get(name).text());
    if (jail === undefined || ip === undefined) return undefined;
    if (event !== 'ban' && event !== 'unban') return { notAnAlert: `fail2ban's ${event?.slice(0, 50) ?? 'notice'}` };
    const banSeconds = body.get('bantime').number() ?? 600;
    const reading = toReading({
      key: `${host ?? ''}/${jail}/${ip}`,
      status: event === 'ban' ? 'firing' : 'resolved',
      title: texts.alerts.banned({ ip, jail }),
      severity: 'info',
      summary: body.get('matches').text(),
      labels: { jail, ip, host },
      values: { failures: body.get('failures').text() },
      // An unban carries the time of its ban.
      saidAt: event === 'ban' ? findTime(body.get('time').value, now) : undefined,
      // A ban for ever has a negative time.
      staleAfterMs: event === 'ban' && banSeconds > 0 ? Math.min(banSeconds * 1_000 + 60_000, DAY_MS) : undefined,
    });
    return { readings: [reading] };
  },
});
