import { spawn } from 'node:child_process';

export interface RunningProgram {
  /** As `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
}

const START_LIMIT_MS = 15_000;
const LOOK_EVERY_MS = 30;

/** A program of this machine in a process of its own; resolves when it is ready, or throws with its last words. */
export async function startProgram(
  program: string,
  args: readonly string[],
  isReady: () => Promise<boolean>,
): Promise<RunningProgram> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let lastWords = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (lastWords = (lastWords + data.toString('utf8')).slice(-3_000)));
  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    const end = (): void => {
      isGone = true;
      resolve();
    };
    child.once('exit', end);
    child.once('error', (error) => {
      lastWords += error.message;
      end();
    });
  });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  const until = Date.now() + START_LIMIT_MS;
  while (!(await isReady().catch(() => false))) {
    if (isGone || Date.now() > until) {
      await kill();
      throw new Error(`${program} is not ready:\n${lastWords}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return { kill };
}

/** Whether an HTTP address answers with 200. */
export const answersAt = async (url: string): Promise<boolean> =>
  (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
