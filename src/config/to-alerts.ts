import type { AlertRoute, AlertsConfig, AlertSourceConfig } from '../core/inventory.ts';
import { parseDuration } from '../core/duration.ts';
import { findMatcher } from '../core/matcher.ts';
import { compact } from '../core/json.ts';
import { createSecret } from '../core/secret.ts';
import type { CheckedInventory } from './inventory-schema.ts';

type Checked = NonNullable<CheckedInventory['alerts']>;

export function toAlerts({ sources, routes, hosts, escalation, watchdogs, primaryDown }: Checked): AlertsConfig {
  return {
    sources: Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, toSource(name, source)])),
    routes: routes.map(toRoute),
    hosts,
    escalation: escalation.map(({ after, mention, webhook }) => ({
      afterMs: parseDuration(after),
      mention,
      ...(webhook !== undefined && { webhook }),
    })),
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

function toRoute({ match, channel, service, runbooks = [] }: Checked['routes'][number]): AlertRoute {
  return {
    match: match.flatMap((text) => findMatcher(text) ?? []),
    ...(channel !== undefined && { channel }),
    ...(service !== undefined && { service }),
    runbooks,
  };
}
