import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { loadInventory } from '../../src/config/inventory.ts';
import { OpsError } from '../../src/core/errors.ts';
import type { Inventory } from '../../src/core/inventory.ts';

export const EXAMPLE = 'docs/inventory.example.yml';
export const TOKENS = {
  ALERTMANAGER_TOKEN: 'hush-alertmanager',
  KIBANA_TOKEN: 'hush-kibana',
  SMTP_PASSWORD: 'hush-smtp',
};

export const readExample = (): string => readFileSync(EXAMPLE, 'utf8');

/** The example with each `[from, to]` replaced once; a `from` that is not there is a mistake in the test. */
export function changeExample(...changes: readonly (readonly [from: string, to: string])[]): string {
  let text = readExample();
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`not in the example: ${from}`);
    text = text.replace(from, () => to);
  }
  return text;
}

export function lineOf(text: string, needle: string): number {
  const at = text.indexOf(needle);
  if (at < 0) throw new Error(`not in the text: ${needle}`);
  return text.slice(0, at).split('\n').length;
}

export function load(text: string, env: NodeJS.ProcessEnv = TOKENS, checkFiles = false): Inventory {
  return loadInventory(write(text), env, { checkFiles });
}

/** The lines of the error, with the file's name alone instead of its path. */
export function findProblems(text: string, env: NodeJS.ProcessEnv = TOKENS, checkFiles = false): string[] {
  const path = write(text);
  try {
    loadInventory(path, env, { checkFiles });
  } catch (error) {
    if (!(error instanceof OpsError) || error.code !== 'invalid_input') throw error;
    return error.message.replaceAll(path, 'inventory.yml').split('\n');
  }
  return [];
}

const folder = mkdtempSync(join(tmpdir(), 'inventory-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(text: string): string {
  const path = join(folder, 'inventory.yml');
  writeFileSync(path, text);
  return path;
}
