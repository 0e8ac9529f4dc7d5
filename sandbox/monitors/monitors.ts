import { systemClock, type Clock } from '../../src/core/clock.ts';
import type { ShownAlert } from '../page-server/shapes.ts';
import type { World } from '../world/world.ts';
import { startAlertGroup, type AlertGroup, type GroupPace } from './alert-group.ts';
import type { Alert } from './alert.ts';
import { toAlertmanagerBody } from './alertmanager-body.ts';
import { toGrafanaBody } from './grafana-body.ts';
import { toKibanaBody } from './kibana-body.ts';
import { startKibanaRule } from './kibana-rule.ts';
import { createStorm, errorsInLog, manyErrors, siteDown, slow } from './scene-alerts.ts';
import { sendWebhook, type Webhook } from './send-webhook.ts';
import { watchSite } from './site-rule.ts';

export type Source = 'prometheus' | 'grafana' | 'kibana';
export type Firing = Source | 'storm';

export interface MonitorsOptions {
  world: World;
  botUrl: string;
  /** What each source shows as bearer at `POST <botUrl>/alerts/<source>`. */
  tokens: Readonly<Record<Source, string>>;
  clock?: Clock;
  /** Defaults: asked every second, groups every 5 s, repeated every minute (in life 1 m, 5 m, 4 h). */
  pace?: Partial<GroupPace & { probeEveryMs: number }>;
}

/** The scene's monitoring: Prometheus with Alertmanager, Grafana, Kibana. It says nothing until it is started or told to. */
export interface Monitors {
  /** Begins to watch the primary's site at itself. */
  start(): void;
  /** Nothing is watched and nothing sent any more; what fires is forgotten. */
  stop(): void;
  readonly isWatching: boolean;
  fire(what: Firing): void;
  resolve(what: Firing): void;
  isFiring(what: Firing): boolean;
  /** Newest first. */
  current(): ShownAlert[];
  on(event: 'change', listener: () => void): void;
  off(event: 'change', listener: () => void): void;
}

type Name = Firing | 'site';
type Rule = Omit<Alert, 'startsAt' | 'endsAt'>;

const PROBE_TIMEOUT_MS = 900;

export function createMonitors(options: MonitorsOptions): Monitors {
  const { world, botUrl, tokens, clock = systemClock } = options;
  const { probeEveryMs, ...pace } = {
    probeEveryMs: 1_000,
    groupIntervalMs: 5_000,
    repeatIntervalMs: 60_000,
    ...options.pace,
  };
  const listeners = new Set<() => void>();
  const groups = new Map<Name, AlertGroup[]>();
  let stopping = new AbortController();
  let isWatching = false;

  const changed = (): void => {
    for (const listener of [...listeners]) listener();
  };

  function sender(source: Source, userAgent: string, toBody: (alert: Alert) => object) {
    const webhook: Webhook = { url: `${botUrl}/alerts/${source}`, token: tokens[source], userAgent };
    const { signal } = stopping;
    return (alert: Alert, timeoutMs: number) => sendWebhook(webhook, toBody(alert), { clock, timeoutMs, signal });
  }

  function start(name: Name, rule: Rule): AlertGroup {
    const alert: Alert = { ...rule, startsAt: clock.now(), endsAt: undefined };
    const shared = { clock, pace, signal: stopping.signal, changed };
    if (name === 'kibana')
      return startKibanaRule(alert, { ...shared, send: sender('kibana', 'axios/1.7.9', toKibanaBody) });
    if (name === 'grafana')
      return startAlertGroup(alert, {
        ...shared,
        isRetrying: false,
        send: sender('grafana', 'Grafana', toGrafanaBody),
      });
    const send = sender('prometheus', 'Alertmanager/0.25.0', toAlertmanagerBody);
    return startAlertGroup(alert, { ...shared, isRetrying: true, send });
  }

  const isFiring = (name: Name): boolean => groups.get(name)?.some((it) => it.alert.endsAt === undefined) ?? false;

  function fire(name: Name): void {
    if (isFiring(name)) return;
    groups.delete(name);
    groups.set(
      name,
      RULES[name]().map((rule) => start(name, rule)),
    );
    changed();
  }

  function resolve(name: Name): void {
    for (const group of groups.get(name) ?? []) group.resolve();
  }

  return {
    start() {
      if (isWatching) return;
      isWatching = true;
      void watchSite({
        clock,
        signal: stopping.signal,
        everyMs: probeEveryMs,
        async probe() {
          const reply = await world.probe('primary', PROBE_TIMEOUT_MS);
          return 'status' in reply && reply.status < 400;
        },
        changed: (isUp) => (isUp ? resolve('site') : fire('site')),
      });
    },
    stop() {
      stopping.abort();
      stopping = new AbortController();
      isWatching = false;
      groups.clear();
      changed();
    },
    get isWatching() {
      return isWatching;
    },
    fire,
    resolve,
    isFiring,
    current: () => [...groups].map(([name, all]) => toShown(name, all)).toReversed(),
    on: (_event, listener) => void listeners.add(listener),
    off: (_event, listener) => void listeners.delete(listener),
  };
}

const RULES: Readonly<Record<Name, () => Rule[]>> = {
  site: () => [siteDown],
  prometheus: () => [manyErrors],
  grafana: () => [slow],
  kibana: () => [errorsInLog],
  storm: createStorm,
};

const SHOWN_SOURCES: Readonly<Record<Name, string>> = {
  site: 'Prometheus',
  prometheus: 'Prometheus',
  grafana: 'Grafana',
  kibana: 'Kibana',
  storm: 'Prometheus',
};

function toShown(name: Name, all: readonly AlertGroup[]): ShownAlert {
  const [first] = all;
  const firing = all.filter((it) => it.alert.endsAt === undefined);
  const summary = first?.alert.annotations['summary'] ?? '';
  return {
    source: SHOWN_SOURCES[name],
    title: name === 'storm' ? `${all.length} alerts of as many hosts` : summary,
    status: firing.length > 0 ? 'firing' : 'resolved',
    since: (first?.alert.endsAt ?? first?.alert.startsAt ?? new Date(0)).toISOString(),
    delivered: toDelivered(all),
  };
}

/** What became of them, most frequent first. */
function toDelivered(all: readonly AlertGroup[]): string {
  const counts = new Map<string, number>();
  for (const { delivered } of all) counts.set(delivered, (counts.get(delivered) ?? 0) + 1);
  const [first, ...rest] = [...counts].toSorted(([, a], [, b]) => b - a);
  if (first !== undefined && rest.length === 0) return first[0];
  return [...counts].map(([text, count]) => `${count} × ${text}`).join('; ');
}
