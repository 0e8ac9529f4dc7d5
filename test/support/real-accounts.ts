import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..');

export interface Spoken {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Real accounts of this machine, made for a test and removed after it. Needs root. */
export interface RealAccounts {
  /** The name that the system knows. */
  nameOf(person: string): string;
  readonly group: string;
  /** Where the program is that all of them may read. */
  readonly checkout: string;
  /** Arguments for `spawn` that switch to the account for good, as logging in would. */
  as(person: string): { command: string; args: readonly string[] };
  /** Runs a program of the checkout as that account. */
  node(person: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Spoken>;
  remove(): Promise<void>;
}

/** `members` are in the group that the accounts share, `others` are not. */
export async function createRealAccounts(members: readonly string[], others: readonly string[]): Promise<RealAccounts> {
  if (process.geteuid?.() !== 0) throw new Error('this test makes accounts of the operating system: run it as root');
  const suffix = randomBytes(3).toString('hex');
  const group = `wk-${suffix}`;
  const nameOf = (person: string): string => `wk-${person}-${suffix}`;
  const everybody = [...members, ...others];
  await run('groupadd', [group]);
  for (const person of everybody) await run('useradd', ['--no-create-home', '--shell', '/bin/sh', nameOf(person)]);
  for (const person of members) await run('usermod', ['-aG', group, nameOf(person)]);

  const as: RealAccounts['as'] = (person) => ({
    command: 'setpriv',
    args: [`--reuid=${nameOf(person)}`, `--regid=${nameOf(person)}`, '--init-groups', '--inh-caps=-all'],
  });
  const { checkout, removeCopy } = await findReadableCheckout(as(everybody[0] ?? ''));

  return {
    nameOf,
    group,
    checkout,
    as,
    node(person, args, env) {
      const { command, args: switching } = as(person);
      const isRoot = person === 'root';
      const child = spawn(
        isRoot ? process.execPath : command,
        isRoot ? args : [...switching, process.execPath, ...args],
        { cwd: checkout, env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
      );
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (data: Buffer) => (stdout += data.toString('utf8')));
      child.stderr.on('data', (data: Buffer) => (stderr += data.toString('utf8')));
      return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
    },
    async remove() {
      for (const person of everybody) await run('userdel', [nameOf(person)]).catch(() => undefined);
      await run('groupdel', [group]).catch(() => undefined);
      await removeCopy();
    },
  };
}

/** Where the checkout stands below a home that is closed, its program is copied. */
async function findReadableCheckout(switching: { command: string; args: readonly string[] }) {
  try {
    const files = [join(ROOT, 'src', 'launch.js'), process.execPath];
    for (const file of files) await run(switching.command, [...switching.args, 'test', '-r', file]);
    return { checkout: ROOT, removeCopy: async () => {} };
  } catch {
    const copy = await mkdtemp(join(tmpdir(), 'watchkeeper-checkout-'));
    await chmod(copy, 0o755);
    for (const part of ['src', 'commands', 'runbooks', 'test', 'node_modules', 'package.json'])
      await cp(join(ROOT, part), join(copy, part), { recursive: true, verbatimSymlinks: true });
    return { checkout: copy, removeCopy: () => rm(copy, { recursive: true, force: true }) };
  }
}
