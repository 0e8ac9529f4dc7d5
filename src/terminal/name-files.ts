import { readFileSync } from 'node:fs';

/** The names that `/etc/passwd` or `/etc/group` gives to a number; none where the file cannot be read. */
export function readNames(file: '/etc/passwd' | '/etc/group', id: number): readonly string[] {
  try {
    const fields = readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.split(':'));
    return fields.flatMap(([name = '', , number]) => (number === String(id) && name !== '' ? [name] : []));
  } catch {
    return [];
  }
}
