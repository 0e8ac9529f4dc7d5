import { OpsError } from '../core/errors.ts';
import type { StoreTrouble } from '../core/store-trouble.ts';

/** By SQLSTATE, the longest prefix first: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const STATES: ReadonlyArray<[prefix: string, trouble: StoreTrouble]> = [
  ['25006', 'read_only'],
  ['53100', 'full'],
  // Too many connections, out of memory; waited too long for a statement or for a lock; left in the middle.
  ['53', 'away'],
  ['57', 'away'],
  ['55P03', 'away'],
  ['25P03', 'away'],
  ['08', 'away'],
  ['58', 'broken'],
  ['XX', 'broken'],
];
const NETWORK = /^E(CONN|TIMEDOUT|PIPE|HOST|NET|NOTFOUND|AI_AGAIN|NOENT)/;
/** What pg itself says: it has no codes for these. */
const SAID = /Connection terminated|not queryable|timeout exceeded when trying to connect|Query read timeout/;

/**
 * What pg threw, as an OpsError when database or network are to blame. The code is `internal`: a result that could not be
 * written down, or a commit whose answer was lost, says nothing about what was done, so the engine has to find out.
 */
export function toPostgresError(thrown: unknown): unknown {
  const trouble = findTrouble(thrown);
  if (trouble === undefined) return thrown;
  const message = thrown instanceof Error && thrown.message !== '' ? thrown.message : 'database not reached';
  return new OpsError('internal', message, { cause: thrown, details: { store: trouble } });
}

/** Whether nothing more can be asked on this connection. */
export function isCut(thrown: unknown): boolean {
  const code = codeOf(thrown);
  return NETWORK.test(code) || /^(57P|08|25P03)/.test(code) || SAID.test(messageOf(thrown));
}

function findTrouble(thrown: unknown): StoreTrouble | undefined {
  const code = codeOf(thrown);
  const known = STATES.find(([prefix]) => /^[0-9A-Z]{5}$/.test(code) && code.startsWith(prefix));
  if (known) return known[1];
  return isCut(thrown) ? 'away' : undefined;
}

function codeOf(thrown: unknown): string {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : '');
