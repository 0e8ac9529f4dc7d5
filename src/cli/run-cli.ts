import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import type { Clock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import type { Accounts } from '../core/ports/accounts.ts';
import { findStoreTrouble } from '../core/store-trouble.ts';
import { catalogues, type Texts } from '../core/texts/catalogue.ts';
import { toErrorExitCode } from './exit-code.ts';
import { getVerb } from './find-verb.ts';
import { parseVerbArgs } from './parse-args.ts';
import { createScreen } from './screen.ts';
import { toVerbHelp } from './to-usage.ts';
import type { VerbContext } from './verb.ts';

/** The edge of the program: everything that a verb touches comes in here. */
export interface Edge {
  /** After the program's name. */
  argv: readonly string[];
  env: NodeJS.ProcessEnv;
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  clock: Clock;
  accounts(known: readonly string[]): Accounts;
  onInterrupt(listener: () => void): () => void;
}

/** Runs one verb; gives the exit code. A bug is thrown. */
export async function runCli(edge: Edge): Promise<number> {
  const [typed = 'help', ...args] = edge.argv;
  const texts = readTexts(edge.env);
  const context = toContext(edge, texts);
  const isJson = args.includes('--json');
  try {
    const verb = await getVerb(typed.replace(/^--?/, '').replace(/^h$/, 'help'), texts);
    if (verb.isRaw === true) return (await verb.run({ words: [], flags: {}, args }, context)) ?? 0;
    const input = parseVerbArgs(verb, args, texts);
    if (input.flags['help'] === true) {
      context.print(toVerbHelp(verb, texts));
      return 0;
    }
    return (await verb.run(input, context)) ?? 0;
  } catch (thrown) {
    // A problem that a person can mend is told plainly; anything else is a bug and shows its stack.
    if (!(thrown instanceof OpsError)) throw thrown;
    const exitCode = toErrorExitCode(thrown);
    const { code, message, hint = null } = toTold(thrown, texts);
    if (isJson) context.print(JSON.stringify({ type: 'error', code, message, hint, exitCode }));
    else context.screen.warn([message, ...(hint === null ? [] : [hint])].join('\n'));
    return exitCode;
  }
}

/** A database that cannot be written is told in the words that everybody is told it in. */
function toTold(error: OpsError, { audit }: Texts): OpsError {
  const trouble = findStoreTrouble(error);
  if (trouble === undefined) return error;
  return new OpsError(error.code, audit.notWritable[trouble], { hint: audit.notWritableHint });
}

function toContext({ env, stdin, stdout, stderr, clock, accounts, onInterrupt }: Edge, texts: Texts): VerbContext {
  const screen = createScreen(stdout, stderr, env);
  return {
    env,
    texts,
    clock,
    screen,
    accounts,
    onInterrupt,
    print: (text) => screen.write(`${text}\n`),
    async confirm(question) {
      if (!stdin.isTTY || !stdout.isTTY) return undefined;
      const asking = createInterface({ input: stdin, output: stdout });
      try {
        return /^(y|yes|예|네)$/i.test((await asking.question(question)).trim());
      } finally {
        asking.close();
      }
    },
  };
}

/** What is wrong with the inventory is told by whatever needs it: here only its language matters. */
function readTexts(env: NodeJS.ProcessEnv): Texts {
  try {
    const text = readFileSync(env['WATCHKEEPER_INVENTORY'] || './inventory.yml', 'utf8');
    return /^locale:\s*['"]?ko\b/m.test(text) ? catalogues.ko : catalogues.en;
  } catch {
    return catalogues.en;
  }
}
