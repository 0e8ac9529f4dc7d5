import { readFile, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isCommand, type Command } from '../core/command.ts';
import { catalogues } from '../core/texts/catalogue.ts';
import { toHttpManifest, withCommands } from './manifest.ts';

// Writes the commands into manifest.yml; with `--http https://host` prints the variant for HTTP mode instead.

const root = new URL('../../', import.meta.url);
const file = fileURLToPath(new URL('manifest.yml', root));

async function loadCommands(): Promise<Command[]> {
  const names = (await readdir(new URL('commands/', root))).filter((name) => name.endsWith('.ts'));
  const modules = await Promise.all(names.map((name) => import(new URL(`commands/${name}`, root).href)));
  return modules.flatMap((module) => Object.values(module as Record<string, unknown>)).filter(isCommand);
}

const manifest = withCommands(await readFile(file, 'utf8'), await loadCommands(), catalogues.en);
const http = process.argv.indexOf('--http');
const origin = http === -1 ? undefined : process.argv[http + 1];
if (http === -1) {
  await writeFile(file, manifest);
} else if (origin?.startsWith('https://')) {
  process.stdout.write(toHttpManifest(manifest, origin));
} else {
  process.stderr.write('usage: npm run manifest [-- --http https://host]\n');
  process.exitCode = 1;
}
