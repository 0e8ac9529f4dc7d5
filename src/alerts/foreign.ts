/** A way through foreign JSON on which nothing can be missing: what is not there, or not of the kind asked for, is empty. */
export interface Foreign {
  readonly value: unknown;
  get(...path: readonly (string | number)[]): Foreign;
  /** Text, number or truth value as text, without white space at its ends; undefined for anything else and for nothing. */
  text(): string | undefined;
  number(): number | undefined;
  items(): readonly Foreign[];
  /** Text by name: of an object, the values that are text, numbers or truth values; others as JSON. */
  texts(entriesMax?: number): Record<string, string>;
  isObject(): boolean;
}

const ENTRIES_MAX = 64;
const NAME_MAX = 128;
const VALUE_MAX = 1_024;

export function toForeign(value: unknown): Foreign {
  return new ForeignValue(value);
}

/** A class, because a body of thousands of alerts takes a hundred thousand of these: as closures they were most of its garbage. */
class ForeignValue implements Foreign {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }

  get(...path: readonly (string | number)[]): Foreign {
    let value = this.value;
    for (const name of path) value = step(value, name);
    return new ForeignValue(value);
  }

  text(): string | undefined {
    return toText(this.value);
  }

  number(): number | undefined {
    const { value } = this;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
  }

  items(): readonly Foreign[] {
    return Array.isArray(this.value) ? this.value.map(toForeign) : [];
  }

  texts(entriesMax = ENTRIES_MAX): Record<string, string> {
    return toTexts(this.value, entriesMax);
  }

  isObject(): boolean {
    return isRecord(this.value);
  }
}

function step(value: unknown, name: string | number): unknown {
  if (Array.isArray(value)) return typeof name === 'number' ? value[name] : undefined;
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function toText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : text;
}

/** At most 64 entries of at most 1,024 characters: more says nothing that helps, and can be megabytes. */
function toTexts(value: unknown, entriesMax: number): Record<string, string> {
  if (!isRecord(value)) return {};
  const entries: [string, string][] = [];
  for (const [name, item] of Object.entries(value)) {
    if (entries.length === entriesMax) break;
    const text = toText(item) ?? (typeof item === 'object' && item !== null ? JSON.stringify(item) : undefined);
    if (text !== undefined) entries.push([cut(name, NAME_MAX), cut(text, VALUE_MAX)]);
  }
  return Object.fromEntries(entries);
}

/** Without splitting a character in two. */
export const cut = (text: string, max: number): string =>
  text.length <= max ? text : text.slice(0, max).toWellFormed();
