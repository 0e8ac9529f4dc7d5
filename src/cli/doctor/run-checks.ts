import type { Clock } from '../../core/clock.ts';
import { OpsError } from '../../core/errors.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import { fail, type Check, type Finding } from './finding.ts';

const DEADLINE_MS = 12_000;

/** All checks at once, each with the same deadline; findings come in the order of the checks. */
export async function runChecks(checks: readonly Check[], clock: Clock, texts: Texts): Promise<Finding[]> {
  return (await Promise.all(checks.map((check) => runCheck(check, clock, texts)))).flat();
}

async function runCheck({ name, run }: Check, clock: Clock, { doctor }: Texts): Promise<Finding[]> {
  const settled = new AbortController();
  const late = new AbortController();
  const deadline = clock.sleep(DEADLINE_MS, settled.signal).then((): Finding[] => {
    late.abort();
    return [fail(name, doctor.late({ seconds: DEADLINE_MS / 1_000 }), doctor.lateFix)];
  });
  try {
    return await Promise.race([run(late.signal), deadline]);
  } catch (thrown) {
    if (thrown instanceof OpsError) return [fail(name, thrown.message, thrown.hint ?? doctor.lateFix)];
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return [fail(name, doctor.broke({ reason }), doctor.lateFix)];
  } finally {
    settled.abort();
  }
}
