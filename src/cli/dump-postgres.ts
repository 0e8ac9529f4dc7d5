import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import type { StoreAddress } from '../config/store-address.ts';
import { OpsError } from '../core/errors.ts';
import type { VerbContext } from './verb.ts';

type Address = Extract<StoreAddress, { kind: 'postgres' }>;

/** Has pg_dump copy the database as it is at one moment, while bots go on writing. Half a copy never stands under the name of a whole one. */
export async function dumpPostgres(
  { url, place }: Address,
  target: string,
  { texts: { cli }, print }: Pick<VerbContext, 'texts' | 'print'>,
): Promise<number> {
  if (existsSync(target)) throw new OpsError('conflict', cli.backupTaken({ target }), { hint: cli.backupTakenHint });
  const part = `${target}.part`;
  try {
    closeSync(openSync(part, 'w', 0o600));
    const { code, told } = await run(toArguments(url.reveal(), part));
    if (code !== 0) {
      const reason = told.trim();
      throw new OpsError('remote_failed', cli.backupFailed({ path: place, target, reason }), {
        hint: cli.backupFailedHint,
      });
    }
    renameSync(part, target);
  } catch (thrown) {
    const { code, syscall } = thrown as NodeJS.ErrnoException;
    if (code !== 'ENOENT' || syscall?.startsWith('spawn') !== true) throw thrown;
    throw new OpsError('not_found', cli.backupNoProgram, { hint: cli.backupNoProgramHint, cause: thrown });
  } finally {
    rmSync(part, { force: true });
  }
  print(cli.backupPostgresMade({ target, kilobytes: Math.ceil(statSync(target).size / 1_024), place }));
  return 0;
}

interface Call {
  args: readonly string[];
  password: string;
}

/** Everybody sees the arguments of a process: the password is not among them. */
function toArguments(text: string, file: string): Call {
  const url = new URL(text);
  const password = decodeURIComponent(url.password) || (url.searchParams.get('password') ?? '');
  url.password = '';
  url.searchParams.delete('password');
  // Names that only our client knows.
  if (url.searchParams.get('sslmode') === 'no-verify') url.searchParams.set('sslmode', 'require');
  for (const name of ['statement_timeout', 'query_timeout']) url.searchParams.delete(name);
  return { args: ['--format=custom', '--no-owner', `--file=${file}`, `--dbname=${url.href}`], password };
}

function run({ args, password }: Call): Promise<{ code: number | null; told: string }> {
  const env = { ...process.env, ...(password !== '' && { PGPASSWORD: password }) };
  const child = spawn('pg_dump', args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => (told = `${told}${String(chunk)}`.slice(0, 4_000)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, told }));
  });
}
