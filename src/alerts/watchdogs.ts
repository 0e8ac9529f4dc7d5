import type { AlertReading } from '../core/alert.ts';
import type { AlertStore } from '../core/alert-store.ts';
import { formatDuration } from '../core/duration.ts';
import type { AlertsConfig, WatchdogConfig } from '../core/inventory.ts';
import { matchesAll } from '../core/matcher.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { toReading } from './to-reading.ts';

/** The source of what the bot itself has to say. */
export const OWN_SOURCE = 'watchkeeper';

const keyOf = (index: number): string => `watchdog/${index}`;

/**
 * Alerts that must keep coming, e.g. Prometheus' `Watchdog`: they are no trouble, their absence is. A sign of life is kept as
 * the end of that trouble, so that it outlives a restart.
 */
export function createWatchdogs(deps: { config: AlertsConfig; store: AlertStore; texts: Texts; startedAt: number }) {
  const { config, store, texts, startedAt } = deps;
  const watchdogs = config.watchdogs ?? [];

  const toOwn = (index: number, { name, everyMs }: WatchdogConfig, status: AlertReading['status']): AlertReading =>
    toReading({
      key: keyOf(index),
      status,
      title: texts.alerts.watchdog({ name }),
      severity: 'critical',
      summary: texts.alerts.watchdogSummary({ duration: formatDuration(everyMs) }),
    });

  return {
    /** Takes the signs of life out of what a source says. */
    sift(source: string, readings: readonly AlertReading[]): { others: AlertReading[]; own: AlertReading[] } {
      const own: AlertReading[] = [];
      const others = readings.filter((reading) => {
        const index = watchdogs.findIndex(({ match }) => matchesAll({ ...reading.labels, source }, match));
        const watchdog = watchdogs[index];
        if (watchdog && reading.status === 'firing') own.push(toOwn(index, watchdog, 'resolved'));
        return !watchdog;
      });
      return { others, own };
    },
    /** Those that have been quiet for too long, as alerts. */
    async findSilent(now: Date): Promise<AlertReading[]> {
      const silent: AlertReading[] = [];
      for (const [index, watchdog] of watchdogs.entries()) {
        const known = await store.findAlert(OWN_SOURCE, keyOf(index));
        const heardAt = known?.lastSeenAt ?? startedAt;
        if (known !== undefined && known.state !== 'resolved') continue;
        if (now.getTime() - heardAt > watchdog.everyMs) silent.push(toOwn(index, watchdog, 'firing'));
      }
      return silent;
    },
  };
}
