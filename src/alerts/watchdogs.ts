import type { AlertReading } from '../core/alert.ts';
import type { AlertStore } from '../core/alert-store.ts';
import { formatDuration } from '../core/duration.ts';
import type { AlertsConfig, WatchdogConfig } from '../core/inventory.ts';
import { matchesAll } from '../core/matcher.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { toReading } from './to-reading.ts';

/** The source of what the bot itself has to say. */
export const OWN_SOURCE = 'watchkeeper';

/** By name: the inventory may be put into another order. */
const keyOf = ({ name }: WatchdogConfig): string => `watchdog/${name}`;

/**
 * Alerts that must keep coming, e.g. Prometheus' `Watchdog`: they are no trouble, their absence is. A sign of life is kept as
 * the end of that trouble, so that it outlives a restart.
 */
export function createWatchdogs(deps: { config: AlertsConfig; store: AlertStore; texts: Texts; startedAt: number }) {
  const { config, store, texts, startedAt } = deps;
  const watchdogs = config.watchdogs ?? [];

  const toOwn = (watchdog: WatchdogConfig, status: AlertReading['status']): AlertReading => {
    const { name, everyMs } = watchdog;
    return toReading({
      key: keyOf(watchdog),
      status,
      title: texts.alerts.watchdog({ name }),
      severity: 'critical',
      summary: texts.alerts.watchdogSummary({ duration: formatDuration(everyMs) }),
    });
  };

  return {
    /** Takes the signs of life out of what a source says. */
    sift(source: string, readings: readonly AlertReading[]): { others: AlertReading[]; own: AlertReading[] } {
      const own: AlertReading[] = [];
      const others = readings.filter((reading) => {
        const watchdog = watchdogs.find(({ match }) => matchesAll({ ...reading.labels, source }, match));
        if (watchdog && reading.status === 'firing') own.push(toOwn(watchdog, 'resolved'));
        return !watchdog;
      });
      return { others, own };
    },
    /** Those that have been quiet for too long, as alerts. */
    async findSilent(now: Date): Promise<AlertReading[]> {
      const silent: AlertReading[] = [];
      for (const watchdog of watchdogs) {
        const known = await store.findAlert(OWN_SOURCE, keyOf(watchdog));
        // Whoever was down himself heard nothing then: that says nothing of others.
        const heardAt = Math.max(known?.lastSeenAt ?? 0, startedAt);
        if (known !== undefined && known.state !== 'resolved') continue;
        if (now.getTime() - heardAt > watchdog.everyMs) silent.push(toOwn(watchdog, 'firing'));
      }
      return silent;
    },
  };
}
