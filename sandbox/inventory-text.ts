import { stringify } from 'yaml';
import type { World } from './world/world.ts';

export interface SceneSettings {
  locale: 'en' | 'ko';
  ttlSeconds: number;
  healthyFor: string;
  /** Path of the deploy user's private key. */
  keyFile: string;
  /** See the reference inventory: a number, or a list. */
  approvals: number | readonly { from: string | readonly string[]; approvals: number }[];
  /** Over what stands in `policies` otherwise. */
  policies?: { destructive?: object; breakGlass?: object; commands?: object; operators?: readonly string[] };
  antiFlap?: string | 0;
  people?: readonly object[];
  /** Over what stands in `alerts.primaryDown` otherwise. */
  primaryDown?: object;
  /** How the bot finds out whether it hears Slack. Default: not at all, as clocks jump in tests. */
  selfTest?: object;
  /** Who is told that the bot is well. */
  heartbeat?: object;
  /** Where silences are made, if anywhere. */
  alertmanagerApi?: string;
  /** Beside the scene's own. `escalation`, `mail`: whom the escalation calls, and by which mail server. */
  alerts?: {
    sources?: Readonly<Record<string, object>>;
    watchdogs?: readonly object[];
    escalation?: readonly object[];
    mail?: object;
  };
}

const CONTAINERS = ['jin-gateway', 'used-market-frontend', 'used-market-backend', 'used-market-db'];

/** The scene as the inventory that an operator would have written for it. */
export function toInventoryText(world: World, settings: SceneSettings): string {
  const host = ({ ssh, hostname }: World['primary']): object => ({
    address: ssh.address,
    port: ssh.port,
    user: 'deploy',
    privateKey: settings.keyFile,
    hostKey: ssh.hostKey,
    hostname,
  });
  const probe = ({ site }: World['primary']): object => ({
    url: world.url,
    connect: `${site.address}:${site.port}`,
    tls: world.caFile,
  });
  const server = ({ address, port }: { address: string; port: number }): string => `${address}:${port}`;
  const token = (name: string): string => `\${${name}}`;
  return stringify({
    locale: settings.locale,
    timezone: 'Asia/Seoul',
    slack: { channels: { incidents: 'C0INCIDENTS', audit: 'C0AUDIT' }, selfTest: settings.selfTest ?? { every: 0 } },
    people: settings.people ?? [
      { name: 'jin', slack: 'U0JIN', account: 'jin' },
      { name: 'mina', slack: 'U0MINA', account: 'mina' },
      { name: 'yuna', slack: 'U0YUNA', account: 'yuna' },
    ],
    policies: toPolicies(settings),
    hosts: { home: host(world.primary), standby: host(world.standby) },
    services: {
      nextuse: {
        url: world.url,
        tls: world.caFile,
        marker: { header: 'x-served-by', primary: 'home', standby: 'standby' },
        dns: {
          provider: 'cloudflare',
          zone: 'jin7942.co.kr',
          record: 'nextuse.jin7942.co.kr',
          ttl: settings.ttlSeconds,
          authoritative: [server(world.dns.authoritative)],
          resolvers: [server(world.dns.resolver), server(world.dns.resolver2)],
        },
        primary: {
          host: 'home',
          target: 'jfree.iptime.org',
          probe: probe(world.primary),
          containers: CONTAINERS,
          fence: { stop: ['jin-gateway'] },
        },
        standby: {
          host: 'standby',
          target: 'jin-backup.jin7942.co.kr',
          probe: probe(world.standby),
          containers: CONTAINERS,
        },
        data: { marker: '/srv/.last-sync', maxAge: '26h' },
        readOnlyCheck: { method: 'POST', path: '/items' },
        vantage: ['standby'],
        failback: { healthyFor: settings.healthyFor },
        // Whoever tries it goes to and fro within minutes.
        antiFlap: settings.antiFlap ?? 0,
        oncall: ['S0ONCALL'],
      },
    },
    alerts: {
      sources: {
        prometheus: {
          type: 'alertmanager',
          token: token('ALERTMANAGER_TOKEN'),
          ...(settings.alertmanagerApi !== undefined && { api: settings.alertmanagerApi }),
        },
        grafana: { type: 'grafana', token: token('GRAFANA_TOKEN') },
        kibana: { type: 'kibana', token: token('KIBANA_TOKEN') },
        ...settings.alerts?.sources,
      },
      watchdogs: settings.alerts?.watchdogs ?? [],
      routes: [{ match: ['service="nextuse"'], channel: 'C0INCIDENTS', runbooks: ['failover', 'standby-check'] }],
      ...(settings.alerts?.escalation && { escalation: settings.alerts.escalation }),
      ...(settings.alerts?.mail && { mail: settings.alerts.mail }),
      ...(settings.primaryDown && { primaryDown: settings.primaryDown }),
    },
    ...(settings.heartbeat && { heartbeat: settings.heartbeat }),
  });
}

function toPolicies({ approvals, policies = {} }: SceneSettings): object {
  const { destructive, ...others } = policies;
  const approvers = typeof approvals === 'number' ? { approvers: ['U0JIN', 'U0MINA', 'S0ONCALL'] } : {};
  return {
    destructive: { approvals, ...approvers, expires: '15m', ...destructive },
    write: { approvals: 0 },
    breakGlass: { allowed: ['U0JIN'] },
    ...others,
  };
}
