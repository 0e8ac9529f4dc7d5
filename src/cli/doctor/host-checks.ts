import type { Clock } from '../../core/clock.ts';
import { askHost } from '../../core/ask-host.ts';
import { groupByCondition, LIST_CONTAINERS, parseContainers } from '../../core/docker.ts';
import { getStdout } from '../../core/exec-result.ts';
import type { HostConfig, Inventory } from '../../core/inventory.ts';
import { getLastSync, lastSyncArgv } from '../../core/last-sync.ts';
import type { StepContext } from '../../core/step.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import type { Ports } from '../../engine/deps.ts';
import { identifyHost } from '../../steps/identify-host.ts';
import { fail, ok, type Check, type Finding } from './finding.ts';

const TIMEOUT_MS = 6_000;

export interface Asking {
  inventory: Inventory;
  ports: Ports;
  texts: Texts;
  clock: Clock;
}

/** Each host: reached with the pinned key, the machine that is meant, big enough, and docker allowed where it is needed. */
export function listHostChecks(asking: Asking): Check[] {
  return Object.values(asking.inventory.hosts).map((host) => ({
    name: `host.${host.name}`,
    run: (signal) => checkHost(host, signal, asking),
  }));
}

async function checkHost(host: HostConfig, signal: AbortSignal, asking: Asking): Promise<Finding[]> {
  const { ports, inventory, texts, clock } = asking;
  const context = { ...ports, inventory, texts, clock, signal, progress() {} } as unknown as StepContext;
  const { name, hostname, minMemoryMb, minDiskMb } = host;
  const params = { host: name, ...(hostname !== undefined && { hostname }), minMemoryMb, minDiskMb };
  // The same look that a failover takes: what fails here would fail there.
  const { summary } = await identifyHost.definition.apply(params, context);
  return [ok(`host.${name}`, summary), ...(await checkContainers(name, context)), ...(await checkData(name, context))];
}

/** Only containers of the inventory are asked for: a host that has none needs no docker. */
async function checkContainers(host: string, context: StepContext): Promise<Finding[]> {
  const { inventory, texts } = context;
  const sites = Object.values(inventory.services).flatMap(({ primary, standby }) => [primary, standby]);
  const names = [
    ...new Set(
      sites.filter((site) => site.host === host).flatMap(({ containers, fence }) => [...containers, ...fence.stop]),
    ),
  ];
  if (names.length === 0) return [];
  const check = `host.${host}.docker`;
  const listed = parseContainers(getStdout(await askHost(host, LIST_CONTAINERS, TIMEOUT_MS, context), texts));
  const { missing } = groupByCondition(names, listed);
  const { doctor } = texts;
  if (missing.length > 0) {
    return [fail(check, doctor.containersMissing({ names: missing.join(', ') }), doctor.containersMissingFix)];
  }
  return [ok(check, doctor.dockerAllowed({ count: listed.length }))];
}

/** When the data was copied last, asked as a failover would. */
async function checkData(host: string, context: StepContext): Promise<Finding[]> {
  const { inventory, texts } = context;
  const services = Object.values(inventory.services).filter(({ standby, data }) => data && standby.host === host);
  return Promise.all(
    services.flatMap(({ name, data }) => {
      if (!data) return [];
      const ask = async (): Promise<Finding> => {
        const result = await askHost(host, lastSyncArgv(data.source), TIMEOUT_MS, context);
        const at = getLastSync(data.source, result, texts);
        return ok(`data.${name}`, texts.doctor.dataMarker({ at: at.toISOString() }));
      };
      return [ask()];
    }),
  );
}
