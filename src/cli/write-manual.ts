import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { catalogues } from '../core/texts/catalogue.ts';
import { loadVerbs } from './find-verb.ts';
import { withVerbs } from './to-manual.ts';

// Writes the verbs into docs/cli.md.

const file = fileURLToPath(new URL('../../docs/cli.md', import.meta.url));
await writeFile(file, withVerbs(await readFile(file, 'utf8'), await loadVerbs(), catalogues.en));
