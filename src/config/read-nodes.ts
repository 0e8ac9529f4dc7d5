import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Pair } from 'yaml';
import type { Texts } from '../core/texts/catalogue.ts';
import { expandVariables } from './expand-variables.ts';
import { type Path, type Problem, toKey, toQuote } from './problem.ts';

// Aliases can make a small file enormous, and a circle of them has no end at all.
const MOST_NODES = 50_000;
const DEEPEST = 24;

interface Source {
  document: Document.Parsed;
  root: unknown;
  lineAt(offset: number): number;
  env: NodeJS.ProcessEnv;
  texts: Texts['config'];
}

interface Nodes {
  value: unknown;
  problems: Problem[];
  /** By `toLineKey`. */
  lines: Map<string, number>;
  /** Texts as written, by `toLineKey`. */
  written: Map<string, string>;
}

export const toLineKey = (path: Path): string => JSON.stringify(path);

/** YAML nodes as plain values, `${NAME}` replaced, with the line of every key and list item. */
export function readNodes({ document, root, lineAt, env, texts }: Source): Nodes {
  const problems: Problem[] = [];
  const lines = new Map<string, number>();
  const written = new Map<string, string>();
  let seen = 0;

  const report = (line: number, path: Path, text: string): void => void problems.push({ line, key: toKey(path), text });
  const lineOf = (node: unknown, fallback: number): number =>
    isNode(node) && node.range ? lineAt(node.range[0]) : fallback;

  const readText = (value: string, path: Path, line: number): string => {
    written.set(toLineKey(path), value);
    const expanded = expandVariables(value, env, texts);
    for (const problem of expanded.problems) report(line, path, problem);
    return expanded.text;
  };

  const readMap = (pairs: readonly Pair[], path: Path, mapLine: number): Record<string, unknown> => {
    const map = Object.create(null) as Record<string, unknown>;
    for (const { key, value } of pairs) {
      const line = lineOf(key, mapLine);
      if (!isScalar(key) || key.value === null || typeof key.value === 'object') {
        report(line, path, texts.keyNotText);
        continue;
      }
      const name = `${key.value as string | number | boolean | bigint}`;
      const at = [...path, name];
      const before = lines.get(toLineKey(at));
      if (before === undefined) lines.set(toLineKey(at), line);
      else report(line, at, texts.duplicate({ name: toQuote(name), line: before }));
      map[name] = readNode(value, at, line);
    }
    return map;
  };

  const readItem = (node: unknown, path: Path, listLine: number): unknown => {
    const line = lineOf(node, listLine);
    lines.set(toLineKey(path), line);
    return readNode(node, path, line);
  };

  const readNode = (node: unknown, path: Path, line: number): unknown => {
    seen++;
    if (seen > MOST_NODES || path.length > DEEPEST) {
      if (seen <= MOST_NODES + 1) report(line, path, texts.tooDeep);
      seen = MOST_NODES + 1;
      return undefined;
    }
    if (isAlias(node)) {
      const target = node.resolve(document);
      if (!target) report(line, path, texts.noAnchor);
      return readNode(target, path, line);
    }
    if (isMap(node)) return readMap(node.items, path, line);
    if (isSeq(node)) return node.items.map((item, at) => readItem(item, [...path, at], line));
    if (!isScalar(node)) return null;
    return typeof node.value === 'string' ? readText(node.value, path, line) : node.value;
  };

  return { value: readNode(root, [], 1), problems, lines, written };
}
