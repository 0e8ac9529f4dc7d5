import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OpsError } from './core/errors.ts';
import { catalogues, type Texts } from './core/texts/catalogue.ts';

const NAME = /^[a-z][a-z0-9-]*\.ts$/;

/**
 * The definitions of a folder in the order of their files' names: each `.ts` file has exactly one export, which passes
 * `isDefinition`. Throws `invalid_input` with the file's name for the first that does not; other files are left alone.
 */
export async function loadDefinitions<T>(
  folder: string,
  isDefinition: (exported: unknown) => exported is T,
  { config: texts }: Texts = catalogues.en,
): Promise<T[]> {
  const definitions: T[] = [];
  for (const name of await listFiles(folder, texts)) {
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
    if (!isDefinition(definition)) {
      const message = texts.definitionWrong({ file, name: exportedName });
      throw new OpsError('invalid_input', message, { hint: texts.definitionHint });
    }
    definitions.push(definition);
  }
  return definitions;
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
