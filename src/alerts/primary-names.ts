import type { Inventory, SiteConfig } from '../core/inventory.ts';
import { HOST_LABELS, toHostName } from './find-service.ts';

/**
 * Whether labels name the primary of a service: its host, its address, or the site that users open. What belongs to the
 * standby as well names neither.
 */
export function createPrimaryNames({ services, hosts }: Pick<Inventory, 'services' | 'hosts'>) {
  const toNames = (site: SiteConfig): (string | undefined)[] => {
    const host = hosts[site.host];
    return [host?.name, host?.address, host?.hostname, site.target, site.probe.connect].map(
      (name) => name && toHostName(name),
    );
  };
  const byService = new Map(
    Object.values(services).map(({ name, url, dns, primary, standby }) => {
      const others = new Set(toNames(standby));
      const own = toNames(primary).filter((known) => known !== undefined && !others.has(known));
      return [name, new Set([...own, toHostName(url), toHostName(dns.record)])];
    }),
  );
  return (service: string, labels: Readonly<Record<string, string>>): boolean =>
    HOST_LABELS.some(
      (label) => Object.hasOwn(labels, label) && byService.get(service)?.has(toHostName(labels[label] ?? '')),
    );
}
