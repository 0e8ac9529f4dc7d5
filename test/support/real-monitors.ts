import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { findFreePort, listenOn } from '../../sandbox/world/free-port.ts';
import { answersAt, startProgram, type RunningProgram } from './start-program.ts';

/** A real program with a folder of its own, on a port of its own. Ends with the test. */
export interface RealMonitor {
  readonly url: string;
  /** As `kill -9`. */
  kill(): Promise<void>;
  /** After `kill`: the same again, with what it had written. */
  restart(): Promise<void>;
}

/** Debian's Alertmanager with this configuration. */
export function startRealAlertmanager(config: string, port?: number): Promise<RealMonitor> {
  return startMonitor('prometheus-alertmanager', { 'alertmanager.yml': config }, port, (folder, address) => [
    `--config.file=${join(folder, 'alertmanager.yml')}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`,
    '--cluster.listen-address=',
    '--log.level=warn',
  ]);
}

/** Debian's Prometheus with `prometheus.yml` among these files. What fires is said again each second. */
export function startRealPrometheus(files: Readonly<Record<string, string>>): Promise<RealMonitor> {
  return startMonitor('prometheus', files, undefined, (folder, address) => [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`,
    '--rules.alert.resend-delay=1s',
    '--log.level=warn',
  ]);
}

async function startMonitor(
  program: string,
  files: Readonly<Record<string, string>>,
  wantedPort: number | undefined,
  toArgs: (folder: string, address: string) => string[],
): Promise<RealMonitor> {
  const folder = await mkdtemp(join(tmpdir(), `${program}-`));
  let running: RunningProgram | undefined;
  onTestFinished(async () => {
    await running?.kill();
    await rm(folder, { recursive: true, force: true });
  });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const address = `127.0.0.1:${wantedPort ?? (await findFreePort(['127.0.0.1']))}`;
  const url = `http://${address}`;
  const start = async (): Promise<void> => {
    running = await startProgram(program, toArgs(folder, address), () => answersAt(`${url}/-/ready`));
  };
  await start();
  return { url, kill: async () => running?.kill(), restart: start };
}

export interface Target {
  /** `127.0.0.1:20123` */
  readonly address: string;
  die(): Promise<void>;
  comeBack(): Promise<void>;
}

/** What Prometheus scrapes; nobody listens there while it is dead. Ends with the test. */
export async function startTarget(): Promise<Target> {
  const port = await findFreePort(['127.0.0.1']);
  let server = createServer();
  const comeBack = async (): Promise<void> => {
    server = createServer((_request, response) => void response.end('requests_total 1\n'));
    await listenOn('127.0.0.1', port, server);
  };
  const die = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await comeBack();
  onTestFinished(die);
  return { address: `127.0.0.1:${port}`, die, comeBack };
}
