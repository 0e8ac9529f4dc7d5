import { lookAtHost } from '../../core/look-at-host.ts';
import type { HostConfig } from '../../core/inventory.ts';
import type { Asking, HostAsking } from './asking.ts';
import { askOneHost } from './ask-one-host.ts';
import { checkCommands } from './check-commands.ts';
import { checkData } from './check-data.ts';
import { checkDocker } from './check-docker.ts';
import { checkKey } from './check-key.ts';
import { fail, ok, warn, type Check, type Finding } from './finding.ts';
import { orFail } from './or-fail.ts';

/** From here on, ages of data mean nothing: `data.freshness` refuses times that lie so far ahead. */
const SKEW_FAIL_SECONDS = 120;
const SKEW_WARN_SECONDS = 30;

/**
 * Each host: reached with the pinned key, the machine that is meant, big enough, with the right time, and everything that
 * runs call there at hand and allowed. Nothing is changed.
 */
export function listHostChecks(asking: Asking): Check[] {
  return Object.values(asking.inventory.hosts).map((host) => ({
    name: `host.${host.name}`,
    run: (signal) => checkHost(host, { ...asking, host: host.name, signal }),
  }));
}

async function checkHost(
  { name, hostname, minMemoryMb, minDiskMb }: HostConfig,
  asking: HostAsking,
): Promise<Finding[]> {
  const { ports, texts, clock, signal } = asking;
  const wanted = { host: name, ...(hostname !== undefined && { hostname }), minMemoryMb, minDiskMb };
  // The same look that a failover takes: what fails here would fail there.
  const found = await lookAtHost(wanted, { remote: ports.remote, clock, signal, texts });
  const { isRestricted, findings } = await checkKey(asking);
  const parts = await Promise.all([
    checkClock(asking),
    checkDocker(isRestricted, asking),
    checkCommands(isRestricted, asking),
    checkData(asking),
  ]);
  return [ok(`host.${name}`, texts.steps.identifySummary(found)), ...findings, ...parts.flat()];
}

async function checkClock(asking: HostAsking): Promise<Finding[]> {
  const { host, clock, texts } = asking;
  const { doctor } = texts;
  const check = `host.${host}.clock`;
  return orFail(check, doctor.lateFix, async () => {
    const before = clock.now().getTime();
    const { stdout, exitCode } = await askOneHost(['date', '+%s'], asking);
    const after = clock.now().getTime();
    // Another date than GNU's, or a key that may not ask: the age of the data would show it.
    if (exitCode !== 0 || !/^\d{9,11}\s*$/.test(stdout)) return [];
    // Whole seconds, printed at some moment between.
    const seconds = Math.round(Number(stdout) + 0.5 - (before + after) / 2_000);
    const message = doctor.hostClock({ seconds });
    const fix = doctor.hostClockFix({ host });
    if (Math.abs(seconds) > SKEW_FAIL_SECONDS) return [fail(check, message, fix)];
    return [Math.abs(seconds) > SKEW_WARN_SECONDS ? warn(check, message, fix) : ok(check, message)];
  });
}
