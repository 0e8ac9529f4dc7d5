import { DEFAULT_STORE, findStoreAddress } from '../config/store-address.ts';
import { OpsError } from '../core/errors.ts';
import { isWhole, verifyAudit } from '../core/verify-audit.ts';
import { backUpSqlite } from '../store/back-up.ts';
import { openForReading } from '../store/open-for-reading.ts';
import { dumpPostgres } from './dump-postgres.ts';
import type { VerbContext } from './verb.ts';

/** Copies the database, also while the bot runs, and reads the copy's audit trail. Gives the exit code. */
export async function backUp(target: string, { env, texts, print }: Pick<VerbContext, 'env' | 'texts' | 'print'>) {
  const { cli } = texts;
  const address = findStoreAddress(env['WATCHKEEPER_STORE'] || DEFAULT_STORE);
  if (address?.kind === 'postgres') return await dumpPostgres(address, target, { texts, print });
  if (!address) throw new OpsError('invalid_input', cli.backupNoFile);
  const made = await attempt(address.path, target, texts);
  if (made.kind === 'taken') throw new OpsError('conflict', cli.backupTaken({ target }), { hint: cli.backupTakenHint });
  if (made.kind === 'broken') throw new OpsError('internal', cli.backupBroken({ problem: made.problem }));
  const trail = openForReading(target);
  try {
    const verdict = await verifyAudit(trail.scan(), []);
    const { entries, head } = verdict;
    const hash = head?.hash.slice(0, 16) ?? '-';
    print(cli.backupMade({ target, kilobytes: Math.ceil(made.bytes / 1_024), entries, hash }));
    if (!isWhole(verdict)) print(cli.backupChainBroken);
    return isWhole(verdict) ? 0 : 1;
  } finally {
    await trail.close();
  }
}

async function attempt(path: string, target: string, { cli }: VerbContext['texts']) {
  try {
    return await backUpSqlite(path, target);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OpsError('remote_failed', cli.backupFailed({ path, target, reason }), {
      hint: cli.backupFailedHint,
      cause,
    });
  }
}
