import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import type { Environment } from '../../config/environment.ts';
import type { Clock } from '../../core/clock.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import { openForReading } from '../../store/open-for-reading.ts';
import { checkChain } from './check-chain.ts';
import { fail, ok, warn, type Check, type Finding } from './finding.ts';
import { listPostgresChecks } from './postgres-checks.ts';

const MIB = 1_024 * 1_024;
const LITTLE_MIB = 500;
const TOO_LITTLE_MIB = 50;
/** Of 300 s that a signature is good for. */
const SKEW_FAIL_SECONDS = 240;
const SKEW_WARN_SECONDS = 30;
const TIMEOUT_MS = 5_000;
const LOOPBACK = /^(127\.|localhost$|::1$)/;

/** This machine: the database and its chain, space, port, clock. */
export function listMachineChecks(environment: Environment, clock: Clock, texts: Texts): Check[] {
  const { store } = environment;
  return [
    ...(store.kind === 'postgres' ? listPostgresChecks(store, clock, texts) : listFileChecks(store.path, texts)),
    { name: 'http', run: () => checkPort(environment.http, texts) },
    { name: 'clock', run: (signal: AbortSignal) => checkClock(environment.slack.apiUrl, signal, clock, texts) },
  ];
}

function listFileChecks(path: string, texts: Texts): Check[] {
  return [
    { name: 'store', run: async () => [checkStore(path, texts)] },
    ...(existsSync(path) ? [{ name: 'audit', run: () => checkChain(openForReading(path), texts) }] : []),
    { name: 'disk', run: async () => [checkDisk(path, texts)] },
  ];
}

function checkStore(path: string, { doctor }: Texts): Finding {
  try {
    if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK);
    accessSync(findFolder(path), constants.W_OK);
    return ok('store', existsSync(path) ? doctor.storeWritable({ path }) : doctor.storeNew({ path }));
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return fail('store', doctor.storeNotWritable({ path, reason }), doctor.storeNotWritableFix);
  }
}

/** The nearest folder above that is there already. */
function findFolder(path: string): string {
  const folder = dirname(resolve(path));
  return existsSync(folder) || folder === dirname(folder) ? folder : findFolder(folder);
}

function checkDisk(path: string, { doctor }: Texts): Finding {
  const folder = findFolder(path);
  const { bavail, bsize } = statfsSync(folder);
  const freeMib = Math.floor((bavail * bsize) / MIB);
  const message = doctor.disk({
    free: freeMib < 1_024 ? `${freeMib} MB` : `${(freeMib / 1_024).toFixed(1)} GB`,
    path: folder,
  });
  if (freeMib < TOO_LITTLE_MIB) return fail('disk', message, doctor.diskFix);
  return freeMib < LITTLE_MIB ? warn('disk', message, doctor.diskFix) : ok('disk', message);
}

async function checkPort({ host, port }: Environment['http'], { doctor, config }: Texts): Promise<Finding[]> {
  const address = `${host}:${port}`;
  const exposed = LOOPBACK.test(host) ? [] : [warn('http', doctor.wideOpen({ host }), doctor.wideOpenFix)];
  if (await isFree(host, port)) return [ok('http', doctor.portFree({ address })), ...exposed];
  if (await isBot(host, port)) return [ok('http', doctor.running({ address })), ...exposed];
  return [fail('http', doctor.portTakenBy({ address }), config.portTakenHint), ...exposed];
}

function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

async function isBot(host: string, port: number): Promise<boolean> {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const name = reachable.includes(':') ? `[${reachable}]` : reachable;
  try {
    const answer = await fetch(`http://${name}:${port}/healthz`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return answer.ok && ((await answer.json()) as { status?: string }).status === 'ok';
  } catch {
    return false;
  }
}

async function checkClock(apiUrl: string, signal: AbortSignal, clock: Clock, { doctor }: Texts): Promise<Finding[]> {
  const source = new URL(apiUrl).hostname;
  const before = clock.now().getTime();
  const answer = await fetch(`${apiUrl}api.test`, { method: 'POST', signal });
  const after = clock.now().getTime();
  await answer.arrayBuffer();
  const told = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isNaN(told)) return [];
  // The header has whole seconds, and was written at some moment between.
  const seconds = Math.round(((before + after) / 2 - told - 500) / 1_000);
  const message = doctor.clock({ source, seconds });
  if (Math.abs(seconds) > SKEW_FAIL_SECONDS) return [fail('clock', message, doctor.clockFix)];
  return [Math.abs(seconds) > SKEW_WARN_SECONDS ? warn('clock', message, doctor.clockFix) : ok('clock', message)];
}
