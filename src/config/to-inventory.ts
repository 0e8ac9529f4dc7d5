import { parseDuration } from '../core/duration.ts';
import type { HostConfig, Inventory, Person, RiskPolicy } from '../core/inventory.ts';
import type { Retention } from '../core/retention.ts';
import { createSecret } from '../core/secret.ts';
import type { CheckedInventory } from './inventory-schema.ts';
import { toAlerts } from './to-alerts.ts';
import { toService } from './to-service.ts';

/** A checked inventory in the words of the core. Schedules stay out until something uses them. */
export function toInventory(checked: CheckedInventory, resolveFile: (written: string) => string): Inventory {
  const { incidents, audit } = checked.slack.channels;
  const { destructive, write, breakGlass, operators, commands } = checked.policies;
  return {
    locale: checked.locale,
    timezone: checked.timezone,
    slack: { channels: { incidents, ...(audit !== undefined && { audit }) }, ...toSelfTest(checked.slack) },
    people: checked.people.map(toPerson),
    policies: {
      destructive: toPolicy(destructive),
      write: toPolicy(write),
      breakGlass: { allowed: breakGlass.allowed, ...(breakGlass.stepUp && { stepUp: breakGlass.stepUp }) },
      ...(operators && { operators }),
      commands: { count: commands.count, withinMs: parseDuration(commands.within) },
    },
    hosts: mapValues(checked.hosts, (name, host) => toHost(name, host, resolveFile)),
    services: mapValues(checked.services, (name, service) => toService(name, service, resolveFile)),
    retention: toRetention(checked.retention),
    ...(checked.alerts && { alerts: toAlerts(checked.alerts, resolveFile) }),
    ...(checked.heartbeat && { heartbeat: toHeartbeat(checked.heartbeat) }),
  };
}

const toRetention = ({ rawBodies, alerts, outputs }: CheckedInventory['retention']): Retention => ({
  ...(rawBodies !== 0 && { rawBodies: parseDuration(rawBodies) }),
  ...(alerts !== 0 && { alerts: parseDuration(alerts) }),
  ...(outputs !== 0 && { outputs: parseDuration(outputs) }),
});

/** None without a channel that is meant for it: what it writes is not for people. */
function toSelfTest({ channels, selfTest }: CheckedInventory['slack']): Pick<Inventory['slack'], 'selfTest'> {
  const { channel = channels.audit, every } = selfTest;
  return channel === undefined || every === 0 ? {} : { selfTest: { channel, everyMs: parseDuration(every) } };
}

const toHeartbeat = ({
  url,
  every,
  timeout,
}: NonNullable<CheckedInventory['heartbeat']>): NonNullable<Inventory['heartbeat']> => ({
  url: createSecret(url),
  everyMs: parseDuration(every),
  timeoutMs: parseDuration(timeout),
});

function toPerson({ name, slack, account }: CheckedInventory['people'][number]): Person {
  const [first = '', ...others] = toList(slack);
  return {
    name,
    slack: first,
    ...(others.length > 0 && { otherSlack: others }),
    ...(account !== undefined && { account }),
  };
}

function toPolicy(written: CheckedInventory['policies']['write']): RiskPolicy {
  const { approvals, expires, widen, stepUp } = written;
  const more = { expiresMs: parseDuration(expires), ...(widen && { widen }), ...(stepUp && { stepUp }) };
  if (typeof approvals === 'number') return { approvals, approvers: written.approvers, ...more };
  const requirements = approvals.map(({ from, approvals: count }) => ({ from: toList(from), approvals: count }));
  return {
    approvals: requirements.reduce((sum, one) => sum + one.approvals, 0),
    approvers: [...new Set(requirements.flatMap(({ from }) => from))],
    requirements,
    ...more,
  };
}

const toList = (written: string | readonly string[]): readonly string[] =>
  typeof written === 'string' ? [written] : written;

function toHost(
  name: string,
  host: CheckedInventory['hosts'][string],
  resolveFile: (written: string) => string,
): HostConfig {
  const { privateKey, hostname, jump, hostKey, ...rest } = host;
  return {
    name,
    ...rest,
    // OpenSSH prints fingerprints without the padding that other tools add.
    hostKey: hostKey.replace(/=$/, ''),
    ...(privateKey !== undefined && { privateKey: resolveFile(privateKey) }),
    ...(hostname !== undefined && { hostname }),
    ...(jump && { jump }),
  };
}

function mapValues<A, B>(values: Record<string, A>, change: (key: string, value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(key, value)]));
}
