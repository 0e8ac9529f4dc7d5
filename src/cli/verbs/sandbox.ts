import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { EXIT } from '../exit-code.ts';
import { defineVerb } from '../verb.ts';

export const sandbox = defineVerb({
  name: 'sandbox',
  words: ['[flag…]'],
  summary: ({ cli }) => cli.verbs.sandbox,
  examples: ['sandbox', 'sandbox --story'],
  isRaw: true,
  /** Starts the sandbox as a program of its own: nothing of it is ever part of the bot. */
  async run({ args }) {
    const program = join(import.meta.dirname, '..', '..', '..', 'sandbox', 'main.ts');
    const child = spawn(process.execPath, [program, ...args], { stdio: 'inherit' });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? EXIT.failed;
  },
});
