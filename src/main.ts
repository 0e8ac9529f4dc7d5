import { catalogues } from './core/texts/catalogue.ts';
import { OpsError } from './core/errors.ts';
import { findNearest } from './core/nearest.ts';
import type { Verb } from './cli/verb.ts';

const texts = catalogues.en;

// Each verb loads what it needs and no more: help is there at once.
const verbs: Record<keyof typeof texts.app.verbs, () => Promise<Verb>> = {
  start: async () => (await import('./start.ts')).start,
  validate: async () => (await import('./cli/validate.ts')).validate,
  hostkey: async () => (await import('./cli/hostkey.ts')).hostkey,
  totp: async () => (await import('./cli/totp.ts')).totp,
  sandbox: async () => (await import('./cli/sandbox.ts')).sandbox,
  help:
    async () =>
    async (_, { print }) =>
      print([texts.app.usage, ...Object.values(texts.app.verbs).map((line) => `  ${line}`)].join('\n')),
};

const [typed = 'help', ...args] = process.argv.slice(2);
const name = typed.replace(/^--?/, '');
try {
  if (!Object.hasOwn(verbs, name)) {
    const nearest = findNearest(name, Object.keys(verbs));
    throw new OpsError('invalid_input', texts.app.unknownVerb({ verb: typed, nearest }), {
      hint: texts.app.unknownVerbHint,
    });
  }
  const verb = await verbs[name as keyof typeof verbs]();
  await verb(args, { env: process.env, texts, print: (text) => process.stdout.write(`${text}\n`) });
} catch (thrown) {
  // A problem that a person can mend is told plainly; anything else is a bug and shows its stack.
  if (!(thrown instanceof OpsError)) throw thrown;
  process.stderr.write(`${[thrown.message, thrown.hint].filter((line) => line !== undefined).join('\n')}\n`);
  process.exitCode = 1;
}
