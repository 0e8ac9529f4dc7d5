import type { Alert } from '../core/alert.ts';
import type { Inventory, PrimaryDownConfig } from '../core/inventory.ts';
import { matchesAll } from '../core/matcher.ts';
import type { Sign } from '../core/primary-down.ts';
import { createPrimaryNames } from './primary-names.ts';
import { OWN_SOURCE } from './watchdogs.ts';

/** Picks the alerts that say that the primary of their service is down: by the inventory's rules, else critical ones that name it. */
export function createSignFinder(inventory: Pick<Inventory, 'services' | 'hosts'>, { signs }: PrimaryDownConfig) {
  const namesPrimary = createPrimaryNames(inventory);

  const isSign = ({ source, service, severity, labels }: Alert): boolean => {
    if (service === undefined || source === OWN_SOURCE) return false;
    if (signs) return signs.some((match) => matchesAll({ ...labels, source }, match));
    return severity === 'critical' && namesPrimary(service, labels);
  };

  return (alerts: readonly Alert[], service: string): Sign[] =>
    alerts.filter((alert) => alert.service === service && isSign(alert)).map(toSign);
}

const toSign = ({ id, source, group, title, host, startsAt, isStartKnown, receivedAt }: Alert): Sign => ({
  id,
  source,
  ...(group !== undefined && { group }),
  title,
  ...(host !== undefined && { host }),
  at: isStartKnown ? startsAt : Math.max(startsAt, receivedAt),
});
