import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OpsError } from './core/errors.ts';
import { catalogues, type Texts } from './core/texts/catalogue.ts';

const NAME = /^[a-z][a-z0-9-]*\.ts$/;

/**
 * The definitions of a folder in the order of their files' names: each `.ts` file has exactly one export, which passes
 * `isDefinition`. Throws one `invalid_input` with a line for every file that is wrong; other files are left alone.
 */
export async function loadDefinitions<T>(
  folder: string,
  isDefinition: (exported: unknown) => exported is T,
  { config: texts }: Texts = catalogues.en,
): Promise<T[]> {
  const definitions: T[] = [];
  const problems: OpsError[] = [];
  for (const name of await listFiles(folder, texts)) {
    try {
      definitions.push(await loadDefinition(folder, name, isDefinition, texts));
    } catch (thrown) {
      if (!(thrown instanceof OpsError)) throw thrown;
      problems.push(thrown);
    }
  }
  const [first, ...more] = problems;
  if (!first) return definitions;
  if (more.length === 0) throw first;
  throw new OpsError('invalid_input', problems.map(({ message }) => message).join('\n'), { hint: first.hint });
}

async function loadDefinition<T>(
  folder: string,
  name: string,
  isDefinition: (exported: unknown) => exported is T,
  texts: Texts['config'],
): Promise<T> {
  const file = join(folder, name);
  if (!NAME.test(name)) {
    throw new OpsError('invalid_input', texts.definitionName({ file }), { hint: texts.definitionNameHint });
  }
  const [exported, ...more] = Object.entries(await importFile(file, texts));
  if (!exported || more.length > 0) {
    const count = exported ? more.length + 1 : 0;
    throw new OpsError('invalid_input', texts.definitionExports({ file, count }), { hint: texts.definitionHint });
  }
  const [exportedName, definition] = exported;
  if (isDefinition(definition)) return definition;
  throw new OpsError('invalid_input', texts.definitionWrong({ file, name: exportedName }), {
    hint: texts.definitionHint,
  });
}

async function listFiles(folder: string, texts: Texts['config']): Promise<string[]> {
  try {
    const names = await readdir(folder);
    // A leading dot is how editors name what they keep for themselves.
    return names.filter((name) => name.endsWith('.ts') && !name.startsWith('.')).toSorted();
  } catch (cause) {
    const message = texts.definitionFolder({ folder });
    throw new OpsError('invalid_input', message, { hint: texts.definitionFolderHint, cause });
  }
}

async function importFile(file: string, texts: Texts['config']): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(resolve(file)).href)) as Record<string, unknown>;
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '') : String(cause);
    throw new OpsError('invalid_input', texts.definitionBroken({ file, reason }), {
      hint: texts.definitionBrokenHint,
      cause,
    });
  }
}
