import { spawn, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const DEBIAN = '/usr/lib/postgresql';
/** Made up for the test; it must not turn up in any log. */
export const PASSWORD = 'correct-horse-battery';
const START_LIMIT_MS = 30_000;

/** A real PostgreSQL of the test's own: its folder, its port, its process. */
export interface PostgresServer {
  readonly port: number;
  /** Makes an empty database; gives its URL, with the password. */
  createDatabase(): Promise<string>;
  /** As when the machine goes: connections are cut at once, nobody answers. */
  kill(): Promise<void>;
  /** After `kill`, with what was committed. */
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

interface Account {
  uid: number;
  gid: number;
}

/** Fails, with what to install, where PostgreSQL's programs are missing. */
export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer> {
  const programs = findPrograms();
  const account = findAccount();
  const folder = mkdtempSync(join(tmpdir(), 'watchkeeper-postgres-'));
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD);
  mkdirSync(data, { mode: 0o700 });
  if (account) for (const path of [folder, data, passwordFile]) chownSync(path, account.uid, account.gid);
  const initArgs = ['-D', data, '-U', 'watch', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'];
  await end(spawnAs(account, join(programs, 'initdb'), [...initArgs, '--locale=C.UTF-8', '--no-sync'], folder));
  const port = await findFreePort();
  const url = (database: string): string => `postgres://watch:${PASSWORD}@127.0.0.1:${port}/${database}`;
  let server: ChildProcess | undefined;
  let count = 0;

  async function start(): Promise<void> {
    const given = ['fsync=off', ...settings].flatMap((setting) => ['-c', setting]);
    const args = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', folder, ...given];
    const child = spawnAs(account, join(programs, 'postgres'), args, folder);
    server = child;
    const until = Date.now() + START_LIMIT_MS;
    while (!(await answers(url('postgres')))) {
      if (child.exitCode !== null || Date.now() > until) throw new Error(`PostgreSQL did not start: ${toldBy(child)}`);
      await sleep(50);
    }
  }

  async function stop(signal: NodeJS.Signals): Promise<void> {
    const child = server;
    server = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  await start();
  return {
    port,
    async createDatabase() {
      const name = `watch_${++count}`;
      await askOnce(url('postgres'), `create database ${name}`);
      return url(name);
    },
    // Its own word for it: every backend ends at once, without a shutdown of the database.
    kill: () => stop('SIGQUIT'),
    start,
    async remove() {
      await stop('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One statement on a connection of its own. */
export async function askOnce<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

async function answers(url: string): Promise<boolean> {
  return askOnce(url, 'select 1').then(
    () => true,
    () => false,
  );
}

function findPrograms(): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(DEBIAN, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
  if (found === undefined)
    throw new Error(`PostgreSQL's programs are not in ${DEBIAN}: apt-get install postgresql, then run this again`);
  return found;
}

/** PostgreSQL refuses to run as root: an account without rights does it then. */
function findAccount(): Account | undefined {
  if (process.geteuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = lines.find((each) => each.startsWith('postgres:')) ?? lines.find((each) => each.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error('neither account exists: postgres, nobody');
  return { uid: Number(uid), gid: Number(gid) };
}

const told = new WeakMap<ChildProcess, string>();
const toldBy = (child: ChildProcess): string => told.get(child) ?? '';

function spawnAs(account: Account | undefined, program: string, args: readonly string[], cwd: string): ChildProcess {
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' };
  const child = spawn(program, args, { ...account, cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => told.set(child, `${toldBy(child)}${String(chunk)}`.slice(-4_000)));
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${child.spawnfile} ended with ${String(code)}: ${toldBy(child)}`);
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
