import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { inventoryJsonSchema } from '../../src/config/json-schema.ts';
import { findProblems, readExample } from './example.ts';

interface Key {
  name: string;
  path: string;
  offset: number;
  line: number;
}

const source = readExample();
/** Names that people choose stand below these: any other is as right. */
const FREE = ['hosts', 'services', 'alerts.sources'];
const knownKeys = new Set(JSON.stringify(inventoryJsonSchema()).match(/[A-Za-z]+/g));

function findKeys(): Key[] {
  const lines = new LineCounter();
  const keys: Key[] = [];
  const visit = (node: unknown, path: string): void => {
    if (isSeq(node)) node.items.forEach((item, at) => visit(item, `${path}[${at}]`));
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      const name = String(key.value);
      const at = path ? `${path}.${name}` : name;
      const offset = key.range?.[0] ?? 0;
      if (!FREE.includes(path)) keys.push({ name, path: at, offset, line: lines.linePos(offset).line });
      visit(value, at);
    }
  };
  visit(parseDocument(source, { lineCounter: lines }).contents, '');
  return keys;
}

const keys = findKeys();

test('the example has keys to misspell', () => {
  expect(keys.length).toBeGreaterThan(80);
});

test('a misspelt key is always named, with its line', () => {
  const misspelling = fc.record({
    key: fc.constantFrom(...keys),
    at: fc.nat(),
    how: fc.constantFrom<'drop' | 'double' | 'swap'>('drop', 'double', 'swap'),
  });
  fc.assert(
    fc.property(misspelling, ({ key, at, how }) => {
      const wrong = misspell(key.name, at % key.name.length, how);
      fc.pre(wrong !== '' && !knownKeys.has(wrong));
      const text = source.slice(0, key.offset) + wrong + source.slice(key.offset + key.name.length);
      const path = key.path.slice(0, -key.name.length) + wrong;
      const told = findProblems(text).find((line) =>
        line.startsWith(`inventory.yml:${key.line}: ${path}: unknown key; `),
      );
      expect(told).toBeDefined();
    }),
    { numRuns: 150 },
  );
});

function misspell(name: string, at: number, how: 'drop' | 'double' | 'swap'): string {
  const [before, here, next, rest] = [name.slice(0, at), name.charAt(at), name.charAt(at + 1), name.slice(at + 2)];
  if (how === 'drop') return before + next + rest;
  if (how === 'double') return before + here + here + next + rest;
  return before + next + here + rest;
}
