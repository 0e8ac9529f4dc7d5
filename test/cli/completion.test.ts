import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadVerbs } from '../../src/cli/find-verb.ts';
import { toCompletion } from '../../src/cli/to-completion.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';

const run = promisify(execFile);
let folder: string;
let script: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchkeeper-completion-'));
  script = join(folder, 'watchkeeper.bash');
  await writeFile(script, toCompletion('bash', await loadVerbs(), catalogues.en));
});
afterAll(() => rm(folder, { recursive: true }));

/** What bash offers at the end of this line. */
async function offers(...words: string[]): Promise<string[]> {
  const line = words.map((word) => `'${word}'`).join(' ');
  const program = `set -eu; source "$1"; COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _watchkeeper || true; printf '%s\\n' "\${COMPREPLY[@]-}"`;
  const { stdout } = await run('bash', ['--norc', '-c', program, 'bash', script]);
  return stdout.split('\n').filter((word) => word !== '');
}

describe('completion in bash', () => {
  it('of verbs', async () => {
    expect(await offers('watchkeeper', 'ru')).toEqual(['run', 'runs']);
    expect(await offers('watchkeeper', '')).toEqual((await loadVerbs()).map(({ name }) => name));
    expect(await offers('watchkeeper', 'help', 'appr')).toEqual(['approve']);
  });

  it('of flags, those of the verb alone', async () => {
    expect(await offers('watchkeeper', 'run', 'failover', 'nextuse', '--d')).toEqual(['--dry-run']);
    expect(await offers('watchkeeper', 'show', 'run_1', '--')).toEqual(['--as', '--json', '--help']);
    expect(await offers('watchkeeper', 'completion', 'z')).toEqual(['zsh']);
  });
});

describe.each(['zsh', 'fish'] as const)('completion in %s', (shell) => {
  it('names every verb and flag, and quotes what it says', async () => {
    const verbs = await loadVerbs();
    const text = toCompletion(shell, verbs, catalogues.en);
    for (const verb of verbs) {
      expect(text).toContain(verb.name);
      for (const flag of Object.keys(verb.flags ?? {}))
        expect(text).toContain(shell === 'zsh' ? `--${flag}` : `-l ${flag}`);
    }
    for (const line of text.split('\n')) expect(line.replaceAll("'\\''", '').split("'").length % 2).toBe(1);
  });
});
