import type { AlertRoute, AlertsConfig, AlertSourceConfig, MailConfig } from '../core/inventory.ts';
import { parseDuration } from '../core/duration.ts';
import { findMatcher } from '../core/matcher.ts';
import { compact } from '../core/json.ts';
import { createSecret } from '../core/secret.ts';
import type { CheckedInventory } from './inventory-schema.ts';
import { toTls } from './to-service.ts';

type Checked = NonNullable<CheckedInventory['alerts']>;

const USUAL_PORTS = { starttls: 587, tls: 465, none: 25 };

export function toAlerts(
  { sources, routes, hosts, escalation, mail, watchdogs, primaryDown }: Checked,
  resolveFile: (written: string) => string,
): AlertsConfig {
  return {
    sources: Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, toSource(name, source)])),
    routes: routes.map(toRoute),
    hosts,
    escalation: escalation.map(({ after, mention, mail, channel, webhook }) => ({
      afterMs: parseDuration(after),
      mention,
      ...(mail.length > 0 && { mail }),
      ...(channel !== undefined && { channel }),
      ...(webhook !== undefined && { webhook }),
    })),
    ...(mail && { mail: toMail(mail, resolveFile) }),
    watchdogs: watchdogs.map(({ name, match, every }) => ({
      name,
      match: match.flatMap((text) => findMatcher(text) ?? []),
      everyMs: parseDuration(every),
    })),
    primaryDown: {
      withinMs: parseDuration(primaryDown.within),
      ...(primaryDown.signs && {
        signs: primaryDown.signs.map(({ match }) => match.flatMap((text) => findMatcher(text) ?? [])),
      }),
      probe: primaryDown.probe,
      runbooks: primaryDown.runbooks,
    },
  };
}

function toSource(name: string, { type, token, api, ...rest }: Checked['sources'][string]): AlertSourceConfig {
  return {
    name,
    type,
    ...(token !== undefined && { token: createSecret(token) }),
    ...(api !== undefined && { api }),
    ...(rest.timestampHeader !== undefined && { timestampHeader: rest.timestampHeader }),
    ...(rest.topics && { topics: rest.topics }),
    ...(rest.fields && { fields: compact(rest.fields) as Record<string, string> }),
  };
}

function toMail(
  { host, port, encryption, tls, user, password, from, followUp }: NonNullable<Checked['mail']>,
  resolveFile: (written: string) => string,
): MailConfig {
  const [, name = '', address = from] = /^(.*\S) *<(.*)>$/.exec(from.trim()) ?? [];
  return {
    host,
    port: port ?? USUAL_PORTS[encryption],
    encryption,
    tls: toTls(tls, resolveFile),
    ...(user !== undefined && password !== undefined && { login: { user, password: createSecret(password) } }),
    from: { ...(name !== '' && { name }), address },
    followUps: followUp,
  };
}

function toRoute({ match, channel, service, runbooks = [] }: Checked['routes'][number]): AlertRoute {
  return {
    match: match.flatMap((text) => findMatcher(text) ?? []),
    ...(channel !== undefined && { channel }),
    ...(service !== undefined && { service }),
    runbooks,
  };
}
