import type { z } from 'zod';
import type { WrittenInventory } from './inventory-schema.ts';
import type { Path } from './problem.ts';
import { findValue } from './schema-problems.ts';

type Partly<T> = T extends readonly (infer E)[]
  ? (Partly<E> | undefined)[]
  : T extends object
    ? { [K in keyof T]?: Partly<T[K]> | undefined }
    : T;

/** What is left of an inventory when everything is taken out that the schema refused: the rest can still be checked. */
export type Draft = Partly<WrittenInventory>;

/** Takes the refused parts out of `value`, which is changed. */
export function toDraft(value: unknown, issues: readonly z.core.$ZodIssue[]): Draft {
  for (const issue of issues) {
    const path = issue.path as Path;
    if (issue.code === 'unrecognized_keys') for (const key of issue.keys) remove(value, [...path, key]);
    else if (path.length > 0) remove(value, path);
    else return {};
  }
  return value as Draft;
}

function remove(value: unknown, path: Path): void {
  const parent = findValue(value, path.slice(0, -1));
  const last = path.at(-1);
  if (Array.isArray(parent) && typeof last === 'number') parent[last] = undefined;
  else if (parent && typeof parent === 'object' && last !== undefined) Reflect.deleteProperty(parent, last);
}
