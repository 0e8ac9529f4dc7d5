import type { Clock } from '../core/clock.ts';
import type { RunId } from '../core/ids.ts';
import type { Inventory } from '../core/inventory.ts';
import type { Codes } from '../core/ports/codes.ts';
import type { Detached } from '../core/ports/detached.ts';
import type { Directory } from '../core/ports/directory.ts';
import type { DnsProvider } from '../core/ports/dns-provider.ts';
import type { Log } from '../core/ports/log.ts';
import type { Metrics } from '../core/ports/metrics.ts';
import type { Prober } from '../core/ports/prober.ts';
import type { Remote } from '../core/ports/remote.ts';
import type { Resolver } from '../core/ports/resolver.ts';
import type { AnyRunbook } from '../core/runbook.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { StepTypes } from './step-types.ts';

/** The outside world, as steps use it. */
export interface Ports {
  remote: Remote;
  detached: Detached;
  dnsProvider: DnsProvider;
  resolver: Resolver;
  prober: Prober;
}

export interface EngineDeps {
  store: Store;
  inventory: Inventory;
  runbooks: readonly AnyRunbook[];
  steps: StepTypes;
  ports: Ports;
  directory: Directory;
  codes: Codes;
  texts: Texts;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  /** Told after each transaction that wants something shown. */
  onMessages(): void;
  /** A terminal that works alone carries on its own runs and no others. Left out: all that are due. */
  mayDrive?(id: RunId): boolean;
}
