import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../src/core/clock.ts';

const START_LIMIT_MS = 20_000;
/** Those of `npm start`. */
const START_FLAGS = ['--max-semi-space-size=2'];

export interface BotProcess {
  readonly logFile: string;
  readonly pid: number | undefined;
  readonly isRunning: boolean;
  /** `running`: it said that it is ready. */
  readonly state: 'starting' | 'running' | 'dead';
  /** Resolves when the bot says that it is ready; the error shows its last words otherwise. */
  start(): Promise<void>;
  /** As `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
  /** As a service manager would: SIGTERM. Gives the exit code. */
  stop(): Promise<number | null>;
  /** Resolves when the process is gone, however. */
  exited(): Promise<void>;
}

export interface BotProcessOptions {
  environment: Readonly<Record<string, string>>;
  botUrl: string;
  /** Its log is appended here. */
  logFile: string;
  /** The program; tests give one of their own. */
  main?: string;
}

/** The real bot as its own process, as in real life: it can be killed and started again. */
export function createBotProcess({ environment, botUrl, logFile, main }: BotProcessOptions): BotProcess {
  let child: ChildProcess | undefined;
  let gone: Promise<number | null> = Promise.resolve(null);
  let lastWords = '';
  let isStarted = false;

  const isAlive = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;

  async function isReady(): Promise<boolean> {
    try {
      const answer = await fetch(`${botUrl}/readyz`, { signal: AbortSignal.timeout(1_000) });
      return answer.ok;
    } catch {
      return false;
    }
  }

  return {
    logFile,
    get pid() {
      return child?.pid;
    },
    get isRunning() {
      return isAlive();
    },
    get state() {
      if (!isAlive()) return 'dead';
      return isStarted ? 'running' : 'starting';
    },
    async start() {
      const program = main ?? join(import.meta.dirname, '..', 'src', 'launch.js');
      const started = spawn(process.execPath, [...START_FLAGS, program, 'start'], {
        env: { ...environment, PATH: process.env['PATH'] ?? '' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      isStarted = false;
      lastWords = '';
      const log = createWriteStream(logFile, { flags: 'a' });
      for (const stream of [started.stdout, started.stderr]) {
        stream.on('data', (data: Buffer) => {
          log.write(data);
          lastWords = (lastWords + data.toString('utf8')).slice(-2_000);
        });
      }
      gone = new Promise((resolve) => started.once('exit', (code) => log.end(() => resolve(code))));
      const until = systemClock.now().getTime() + START_LIMIT_MS;
      while (!(await isReady())) {
        if (started.exitCode !== null || started.signalCode !== null)
          throw new Error(`the bot ended at its start:\n${lastWords}`);
        if (systemClock.now().getTime() > until)
          throw new Error(`the bot is not ready after ${START_LIMIT_MS / 1_000} s:\n${lastWords}`);
        await systemClock.sleep(50);
      }
      isStarted = true;
    },
    async kill() {
      child?.kill('SIGKILL');
      await gone;
    },
    async stop() {
      child?.kill('SIGTERM');
      return gone;
    },
    async exited() {
      await gone;
    },
  };
}
