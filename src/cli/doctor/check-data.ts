import { findFreeKib, formatSize } from '../../core/look-at-host.ts';
import type { ServiceConfig } from '../../core/inventory.ts';
import { getLastSync, lastSyncArgv } from '../../core/last-sync.ts';
import { formatLocalTime } from '../../core/local-time.ts';
import type { HostAsking } from './asking.ts';
import { askOneHost, toSaid } from './ask-one-host.ts';
import { fail, ok, warn, type Finding } from './finding.ts';
import { orFail } from './or-fail.ts';
import { listSyncPlaces, type SyncPlace } from './sync-places.ts';

/** The copies that services keep: when the last one came, where there is space for the next, and whether it may be written. */
export async function checkData(asking: HostAsking): Promise<Finding[]> {
  const { host, inventory } = asking;
  const services = Object.values(inventory.services);
  const here = services.filter(({ standby, data }) => data && standby.host === host);
  const places = services
    .flatMap((service) => listSyncPlaces(service, inventory))
    .filter((place) => place.host === host);
  const found = await Promise.all([
    ...here.map((service) => checkAge(service, asking)),
    ...here.map((service) => checkSpace(service, asking)),
    ...places.map((place) => checkPlace(place, asking)),
  ]);
  return found.flat();
}

/** Asked as a failover would. */
function checkAge({ name, data }: ServiceConfig, asking: HostAsking): Promise<Finding[]> {
  const { texts, clock, inventory } = asking;
  const { doctor } = texts;
  const check = `data.${name}`;
  return orFail(check, texts.steps.markerFileMissingHint, async () => {
    if (!data) return [];
    const at = getLastSync(data.source, await askOneHost(lastSyncArgv(data.source), asking), texts);
    const now = clock.now();
    const facts = { at: formatLocalTime(at, now, inventory.timezone), ageMs: now.getTime() - at.getTime() };
    if (facts.ageMs <= data.maxAgeMs) return [ok(check, doctor.dataMarker(facts))];
    return [warn(check, doctor.dataOld({ ...facts, maxAgeMs: data.maxAgeMs }), doctor.dataOldFix)];
  });
}

function checkSpace({ name, data }: ServiceConfig, asking: HostAsking): Promise<Finding[]> {
  const { host, inventory, texts } = asking;
  const { doctor } = texts;
  const check = `data.${name}.space`;
  return orFail(check, doctor.lateFix, async () => {
    if (!data || !('marker' in data.source)) return [];
    const path = data.source.marker.replace(/\/[^/]*$/, '') || '/';
    const result = await askOneHost(['df', '-Pk', path], asking);
    const freeKib = result.exitCode === 0 ? findFreeKib(result.stdout) : undefined;
    // A key that may not ask; a missing folder is told by the marker.
    if (freeKib === undefined) return [];
    const facts = { host, path, free: formatSize(freeKib) };
    const isEnough = freeKib >= (inventory.hosts[host]?.minDiskMb ?? 0) * 1_024;
    return [
      isEnough ? ok(check, doctor.dataSpace(facts)) : warn(check, doctor.dataSpace(facts), doctor.dataSpaceFix(facts)),
    ];
  });
}

function checkPlace({ service, path, act }: SyncPlace, asking: HostAsking): Promise<Finding[]> {
  const { host, inventory, texts } = asking;
  const { doctor } = texts;
  const check = `data.${service}.${act === 'read' ? 'source' : 'target'}`;
  const fix = doctor.syncPlaceFix({ host, path, act, user: inventory.hosts[host]?.user ?? '' });
  return orFail(check, doctor.lateFix, async () => {
    const result = await askOneHost(['test', act === 'read' ? '-r' : '-w', path], asking);
    if (result.exitCode === 0) return [ok(check, doctor.syncPlace[act]({ host, path }))];
    // 1 is test's own no; anything else is somebody who does not let it be asked.
    if (result.exitCode === 1) return [fail(check, doctor.syncPlaceNot[act]({ host, path }), fix)];
    return [warn(check, doctor.syncPlaceUnknown({ host, path, said: toSaid(result) }), fix)];
  });
}
