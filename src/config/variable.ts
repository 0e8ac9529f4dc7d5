import { readFileSync } from 'node:fs';

export type Variable =
  | { found: 'value'; value: string }
  | { found: 'nothing' }
  /** Both NAME and NAME_FILE are set. */
  | { found: 'both' }
  /** NAME_FILE names a file that cannot be read or holds nothing. */
  | { found: 'bad-file' };

/** The value of NAME, or of the file that NAME_FILE names, without its last line break. An empty one counts as unset. */
export function readVariable(env: NodeJS.ProcessEnv, name: string): Variable {
  const value = env[name];
  const file = env[`${name}_FILE`];
  if (value && file) return { found: 'both' };
  if (value) return { found: 'value', value };
  if (!file) return { found: 'nothing' };
  try {
    const content = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    return content === '' ? { found: 'bad-file' } : { found: 'value', value: content };
  } catch {
    return { found: 'bad-file' };
  }
}
