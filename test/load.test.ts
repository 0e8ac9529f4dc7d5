import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDefinitions } from '../src/load.ts';

interface Definition {
  name: string;
}

const isDefinition = (exported: unknown): exported is Definition =>
  typeof exported === 'object' && exported !== null && 'name' in exported;

function createFolder(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'definitions-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const good = (name: string): string =>
  `interface Typed { name: string }\nexport const it: Typed = { name: '${name}' };\n`;

test('reads the definitions in the order of their files, and leaves other files alone', async () => {
  const folder = createFolder({
    'b-two.ts': good('two'),
    'a-one.ts': good('one'),
    'README.md': '# ours',
    '.a-one.ts.swp': 'x',
    '.#a-one.ts': 'x',
  });
  mkdirSync(join(folder, 'notes'));
  expect(await loadDefinitions(folder, isDefinition)).toEqual([{ name: 'one' }, { name: 'two' }]);
});

test.each([
  ['Failover.ts', good('x'), 'not a name for a definition'],
  ['failover.test.ts', good('x'), 'not a name for a definition'],
  ['none.ts', 'const hidden = 1;\nvoid hidden;\nexport {};\n', '0 exports instead of exactly one'],
  ['two.ts', `${good('x')}export const more = 1;\n`, '2 exports instead of exactly one'],
  ['wrong.ts', 'export const wrong = 42;\n', '"wrong" is not a definition of this folder\'s kind'],
  ['broken.ts', "throw new Error('no such table');\nexport const x = 1;\n", 'cannot be loaded: no such table'],
])('%s stops the start with its name', async (name, text, reason) => {
  const folder = createFolder({ 'fine.ts': good('fine'), [name]: text });
  await expect(loadDefinitions(folder, isDefinition)).rejects.toMatchObject({
    code: 'invalid_input',
    message: `${join(folder, name)}: ${reason}`,
    hint: expect.any(String),
  });
});

test('a folder that is not there is said', async () => {
  await expect(loadDefinitions('nowhere', isDefinition)).rejects.toMatchObject({
    code: 'invalid_input',
    message: 'nowhere: no such folder, or it cannot be read',
  });
});
