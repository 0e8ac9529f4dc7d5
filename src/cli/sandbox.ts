import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Verb } from './verb.ts';

/** Starts the sandbox as a program of its own: nothing of it is ever part of the bot. */
export const sandbox: Verb = async (args) => {
  const program = join(import.meta.dirname, '..', '..', 'sandbox', 'main.ts');
  const child = spawn(process.execPath, [program, ...args], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
};
