import type { z } from 'zod';
import { findNearest } from '../core/nearest.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { Expected } from './fields.ts';
import type { Path } from './problem.ts';

type Issue = z.core.$ZodIssue;
type Wrong = keyof Texts['config']['wrong'];

export interface Report {
  (path: Path, text: string): void;
}

/** Tells zod's issues in our words. `value` is what was checked. */
export function reportIssues(issues: readonly Issue[], value: unknown, texts: Texts['config'], report: Report): void {
  const misspelt = new Set<string>();
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const path = issue.path as Path;
    const present = Object.keys(findValue(value, path) ?? {});
    const known = issue.message.split(' ').filter((key) => !present.includes(key));
    for (const key of issue.keys) {
      const nearest = findNearest(key, known);
      if (nearest !== undefined) misspelt.add(JSON.stringify([...path, nearest]));
      report([...path, key], texts.unknownKey({ nearest, known }));
    }
  }
  for (const issue of issues) {
    const path = issue.path as Path;
    // A key that is missing because it is misspelt was told already.
    if (issue.code === 'unrecognized_keys' || misspelt.has(JSON.stringify(path))) continue;
    report(path, toText(issue, findValue(value, path), texts));
  }
}

function toText(issue: Issue, value: unknown, { wrong, right, meant }: Texts['config']): string {
  const expected = (issue.code === 'invalid_key' ? issue.issues[0]?.message : issue.message) as Expected;
  const text = `${wrong[findWrong(issue, value)]}; ${right[expected]}`;
  if (issue.code !== 'invalid_value' || typeof value !== 'string') return text;
  const nearest = findNearest(value, issue.values.map(String));
  return nearest === undefined ? text : `${text}${meant({ nearest })}`;
}

function findWrong(issue: Issue, value: unknown): Wrong {
  if (issue.message === ('later' satisfies Expected)) return 'later';
  if (issue.code === 'invalid_key') return 'malformed';
  if (value === undefined) return 'missing';
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return 'empty';
  const ofWrongType = issue.code === 'invalid_type' || issue.code === 'invalid_union' || issue.code === 'invalid_value';
  const isFraction = issue.code === 'invalid_type' && issue.expected === 'int' && typeof value === 'number';
  if (isFraction || issue.code === 'too_small' || issue.code === 'too_big') return 'outOfRange';
  if (issue.code === 'invalid_value' && typeof value === 'string') return 'unknownValue';
  return ofWrongType ? toKind(value) : 'malformed';
}

function toKind(value: unknown): Wrong {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number' || typeof value === 'boolean') return typeof value as Wrong;
  return typeof value === 'string' ? 'text' : 'mapping';
}

export function findValue(value: unknown, path: Path): unknown {
  let here = value;
  for (const part of path) here = (here as Record<string | number, unknown> | null | undefined)?.[part];
  return here;
}
