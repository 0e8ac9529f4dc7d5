import type { Environment } from '../../config/environment.ts';
import type { Clock } from '../../core/clock.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import { checkChain } from './check-chain.ts';
import { fail, ok, warn, type Check, type Finding } from './finding.ts';

type Address = Extract<Environment['store'], { kind: 'postgres' }>;

/** Leases of runs are 15 s, by the clocks of the processes. */
const SKEW_WARN_SECONDS = 2;
const LOCAL = /^postgres:\/\/([^@/]*@)?(127\.|localhost\b|\[::1\]|\/)/;

/** The database server: whether it answers and can be written, is reached with TLS, agrees on the time; and the chain. */
export function listPostgresChecks(address: Address, clock: Clock, texts: Texts): Check[] {
  return [{ name: 'store', run: () => checkServer(address, clock, texts) }];
}

async function checkServer({ url, place }: Address, clock: Clock, texts: Texts): Promise<Finding[]> {
  const { doctor, app } = texts;
  const { examinePostgres } = await import('../../store/examine-postgres.ts');
  let state;
  try {
    state = await examinePostgres(url.reveal(), () => clock.now().getTime());
  } catch (thrown) {
    const reason = thrown instanceof Error && thrown.message !== '' ? thrown.message : 'no answer';
    return [fail('store', app.databaseNotOpened({ path: place, reason }), app.databaseNotReachedHint)];
  }
  const { version, isReadOnly, isEncrypted, hasTables, aheadSeconds } = state;
  const findings = [
    isReadOnly
      ? fail('store', doctor.postgresReadOnly({ place }), doctor.postgresReadOnlyFix)
      : ok('store', doctor.postgres({ place, version, hasTables })),
  ];
  if (!isEncrypted && !LOCAL.test(place)) findings.push(warn('store', doctor.postgresPlain, doctor.postgresPlainFix));
  if (Math.abs(aheadSeconds) > SKEW_WARN_SECONDS)
    findings.push(warn('clock', doctor.clock({ source: place, seconds: aheadSeconds }), doctor.clockFix));
  if (!hasTables) return findings;
  const { openPostgresForReading } = await import('../../store/open-postgres-for-reading.ts');
  return [...findings, ...(await checkChain(await openPostgresForReading(url.reveal()), texts))];
}
