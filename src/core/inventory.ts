import type { Matcher } from './matcher.ts';
import type { Retention } from './retention.ts';
import type { Secret } from './secret.ts';

/** The inventory as the rest of the program sees it: checked, durations in ms, `${NAME}` and defaults resolved. */
export type Locale = 'en' | 'ko';

export interface Person {
  name: string;
  /** The account by which cards call the person. */
  slack: string;
  /** Further accounts of the same person. */
  otherSlack?: readonly string[];
  account?: string;
}

/** So many people of these: U… people, S… usergroups. */
export interface Requirement {
  from: readonly string[];
  approvals: number;
}

export interface RiskPolicy {
  /** Distinct people who must approve; the requester never counts. 0 = no gate. */
  approvals: number;
  /** Slack ids: U… people, S… usergroups; of all requirements together. */
  approvers: readonly string[];
  /** Where not any approvers will do: all of these, and one person counts for one of them. */
  requirements?: readonly Requirement[];
  expiresMs: number;
  /** Called as well when two thirds of the time are over. They do not become approvers. */
  widen?: readonly string[];
  /** What else an approver has to show. */
  stepUp?: StepUp;
}

export type StepUp = 'totp';

export interface Policies {
  destructive: RiskPolicy;
  write: RiskPolicy;
  /** Who may go on without the approvals. */
  breakGlass: { allowed: readonly string[]; stepUp?: StepUp };
  /** Who may start runs; undefined: everybody in people. */
  operators?: readonly string[];
  /** How many commands one person may type in how long; undefined: any number. */
  commands?: { count: number; withinMs: number };
}

export interface HostConfig {
  name: string;
  address: string;
  port: number;
  user: string;
  /** Path of the key file, absolute. Without: the agent at SSH_AUTH_SOCK. */
  privateKey?: string;
  /** `SHA256:…` as OpenSSH prints it. */
  hostKey: string;
  hostname?: string;
  /** Name of another host to go through. */
  jump?: string;
  /** Refused as too small by `host.identify` below these. */
  minMemoryMb: number;
  minDiskMb: number;
}

export type TlsMode = { mode: 'verify' } | { mode: 'insecure' } | { mode: 'ca'; file: string };

export interface SiteProbe {
  url: string;
  /** `address:port` that is dialled instead of what the URL's name resolves to. */
  connect?: string;
  tls: TlsMode;
}

export interface SiteConfig {
  host: string;
  /** What the service's CNAME holds when this site serves. */
  target: string;
  probe: SiteProbe;
  containers: readonly string[];
  fence: { stop: readonly string[]; commands: readonly (readonly string[])[] };
  unfence: { commands: readonly (readonly string[])[] };
}

export type SiteName = 'primary' | 'standby';

export interface DnsConfig {
  provider: 'cloudflare';
  zone: string;
  record: string;
  ttlSeconds: number;
  /** `address[:port]` each, or found by the zone's NS records. */
  authoritative: 'auto' | readonly string[];
  resolvers: readonly string[];
  canary?: string;
}

export interface DataConfig {
  /** A marker file on the standby whose modification time is the last sync, or a command that prints an ISO date or epoch seconds. */
  source: { marker: string } | { command: readonly string[] };
  maxAgeMs: number;
  /** Copies the last data to the standby in a switchover. */
  sync?: { host: string; command: readonly string[] };
}

export interface ServiceConfig {
  name: string;
  url: string;
  /** Trust for the user-facing URL, e.g. an own CA. */
  tls: TlsMode;
  marker?: { header: string; primary: string; standby: string };
  dns: DnsConfig;
  primary: SiteConfig;
  standby: SiteConfig;
  data?: DataConfig;
  /** The standby is expected to refuse writes: method and path that must answer 4xx. */
  readOnlyCheck?: { method: string; path: string };
  /** Hosts from which dig and curl are also run. */
  vantage: readonly string[];
  failback: { healthyForMs: number };
  /** Moving it again so soon after a move asks for a further confirmation; undefined: never. */
  antiFlapMs?: number;
  /** U… people, S… usergroups who are called when its primary looks down. */
  oncall?: readonly string[];
}

/** A sender of alerts. */
export interface AlertSourceConfig {
  name: string;
  type: string;
  /** Without one, nothing is taken from it, unless its type proves itself another way. */
  token?: Secret;
  /** Of the sender itself, where silences are made. */
  api?: string;
  /** Of Grafana: names the header with the moment that is signed along. */
  timestampHeader?: string;
  /** Of Amazon SNS: the topics that may speak. */
  topics?: readonly string[];
  /** Of the generic type: which field of a body is what. */
  fields?: Readonly<Record<string, string>>;
}

/** The first route that matches an alert says where it goes. */
export interface AlertRoute {
  match: readonly Matcher[];
  channel?: string;
  /** For alerts that do not say it themselves. */
  service?: string;
  /** Suggested, best first. */
  runbooks: readonly string[];
}

/** Who is told when nobody takes a critical alert for so long. */
export interface EscalationStep {
  afterMs: number;
  /** U… people, S… usergroups. */
  mention: readonly string[];
  /** Told by a POST, for when Slack is what nobody reads. */
  webhook?: string;
  /** Addresses that get a mail. */
  mail?: readonly string[];
  /** Another channel that gets a message of its own. */
  channel?: string;
}

/** What those are told later who were called by mail. */
export type MailFollowUp = 'acknowledged' | 'resolved';

/** Where mails are handed in, and in whose name. */
export interface MailConfig {
  host: string;
  port: number;
  /** `starttls` is insisted on: a server that does not offer it gets nothing. */
  encryption: 'starttls' | 'tls' | 'none';
  tls: TlsMode;
  login?: { user: string; password: Secret };
  from: { name?: string; address: string };
  followUps: readonly MailFollowUp[];
}

/** An alert that must keep coming. */
export interface WatchdogConfig {
  name: string;
  match: readonly Matcher[];
  everyMs: number;
}

/** When two independent signs say that the primary of a service is down. */
export interface PrimaryDownConfig {
  /** They must have begun within so long of each other. */
  withinMs: number;
  /** Alerts that are a sign, all matchers of one of these; undefined: critical ones that name the primary. */
  signs?: readonly (readonly Matcher[])[];
  /** Whether the bot asks the primary itself: while there is one sign, all the time, or never. */
  probe: 'on-sign' | 'always' | 'never';
  /** Offered on the message, best first. */
  runbooks: readonly string[];
}

export interface AlertsConfig {
  sources: Readonly<Record<string, AlertSourceConfig>>;
  routes: readonly AlertRoute[];
  /** Host or instance as alerts call it → service. */
  hosts: Readonly<Record<string, string>>;
  escalation?: readonly EscalationStep[];
  mail?: MailConfig;
  watchdogs?: readonly WatchdogConfig[];
  primaryDown?: PrimaryDownConfig;
}

/** Where the bot writes to hear itself, when it heard nothing else for so long. */
export interface SelfTestConfig {
  channel: string;
  everyMs: number;
}

/** Who is told that the bot is well; the address is the secret. */
export interface HeartbeatConfig {
  url: Secret;
  everyMs: number;
  timeoutMs: number;
}

export interface Inventory {
  locale: Locale;
  timezone: string;
  slack: { channels: { incidents: string; audit?: string }; selfTest?: SelfTestConfig };
  people: readonly Person[];
  policies: Policies;
  hosts: Readonly<Record<string, HostConfig>>;
  services: Readonly<Record<string, ServiceConfig>>;
  alerts?: AlertsConfig;
  /** Left out: everything is kept for ever. */
  retention?: Retention;
  heartbeat?: HeartbeatConfig;
}
