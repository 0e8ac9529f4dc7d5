import { createHash } from 'node:crypto';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * One text for one value: keys sorted, no white space. What JSON would silently change (undefined, NaN, -0, functions,
 * class instances, lone surrogates) is refused, so that two different values never share a text.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || Object.is(value, -0)) throw new TypeError(`not canonical: ${String(value)}`);
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('not canonical: a lone surrogate');
    return JSON.stringify(value);
  }
  // Not `map`, which skips the holes of a sparse array.
  if (Array.isArray(value)) return `[${Array.from(value, (item: Json) => canonicalJson(item)).join(',')}]`;
  return canonicalObject(value);
}

function canonicalObject(value: unknown): string {
  if (typeof value !== 'object' || value === null) throw new TypeError(`not canonical: ${typeof value}`);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('not canonical: not a plain object');
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${canonicalJson(key)}:${canonicalJson(item as Json)}`).join(',')}}`;
}

/** SHA-256 over the canonical text, in hex. */
export function hashJson(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** Leaves out keys that are undefined, which canonical JSON refuses. */
export function compact(value: Record<string, Json | undefined>): Record<string, Json> {
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
