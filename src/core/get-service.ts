import { OpsError } from './errors.ts';
import type { HostConfig, Inventory, ServiceConfig } from './inventory.ts';
import { findNearest } from './nearest.ts';
import { catalogues } from './texts/catalogue.ts';

/** The service that was named; phones write `Nextuse`, so case is forgiven. `not_found` with the nearest name otherwise. */
export function getService(inventory: Inventory, typed: string): ServiceConfig {
  const names = Object.keys(inventory.services);
  const found =
    names.find((name) => name === typed) ?? names.find((name) => name.toLowerCase() === typed.toLowerCase());
  const service = found === undefined ? undefined : inventory.services[found];
  if (service) return service;
  const texts = catalogues[inventory.locale].commands;
  throw new OpsError(
    'not_found',
    texts.unknownService({ typed: typed.slice(0, 64), nearest: findNearest(typed, names) }),
    {
      hint: texts.knownServices({ names: names.join(', ') }),
    },
  );
}

/** The host with this name. `not_found` when the inventory has none. */
export function getHost(inventory: Inventory, name: string): HostConfig {
  const host = Object.hasOwn(inventory.hosts, name) ? inventory.hosts[name] : undefined;
  if (host) return host;
  throw new OpsError('not_found', catalogues[inventory.locale].steps.unknownHost({ host: name }));
}
