import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Typed {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Each line of standard output as JSON. */
  json(): Record<string, unknown>[];
}

export interface Typing {
  done: Promise<Typed>;
  /** Ctrl-C. */
  interrupt(): void;
  /** Keys, where there is a terminal. */
  press(keys: string): void;
  /** Resolves when standard output or error says this. */
  until(words: string | RegExp): Promise<void>;
}

const main = join(import.meta.dirname, 'cli-main.ts');

/** `npx watchkeeper …` in a terminal of this account, as a process of its own. */
export function typeVerb(
  account: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  { onTerminal = false } = {},
): Typing {
  const line = [process.execPath, main, ...args];
  // `script` gives a program a real terminal; both of its outputs come out of that.
  const [command = '', ...rest] = onTerminal ? ['script', '-qefc', line.join(' '), '/dev/null'] : line;
  const child = spawn(command, rest, {
    env: { PATH: process.env['PATH'] ?? '', ...environment, TEST_ACCOUNT: account, TERM: 'xterm' },
    stdio: 'pipe',
  });
  if (!onTerminal) child.stdin.end();
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString('utf8')));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString('utf8')));
  const done = new Promise<Typed>((resolve) =>
    child.once('close', (code) =>
      resolve({
        code,
        stdout,
        stderr,
        json: () =>
          stdout
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as Record<string, unknown>),
      }),
    ),
  );
  return {
    done,
    interrupt: () => void (onTerminal ? child.stdin.write('\u0003') : child.kill('SIGINT')),
    press: (keys) => void child.stdin.write(keys),
    async until(words) {
      const says = (): boolean => new RegExp(words).test(stdout + stderr);
      for (let tries = 0; !says(); tries++) {
        if (tries > 400 || child.exitCode !== null)
          throw new Error(`never said ${String(words)}:\n${stdout}\n${stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}
