import type { Json } from './json.ts';
import { redact, REDACTED, SECRET_NAME } from './redact.ts';

/**
 * Any value with its texts redacted. What stands under a telling name (`password: …`), or in a list behind a telling flag
 * (`["--password", "…"]`), goes whatever it looks like. The shape stays.
 */
export function redactJson<T>(value: T, known: readonly string[] = []): T {
  return redactValue(value as Json, known) as T;
}

function redactValue(value: Json | undefined, known: readonly string[]): Json | undefined {
  if (typeof value === 'string') return redact(value, known);
  if (Array.isArray(value)) {
    return value.map((item: Json, index) =>
      isTold(value[index - 1], item) ? REDACTED : (redactValue(item, known) ?? null),
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]): [string, Json | undefined] => [
    key,
    typeof item === 'string' && SECRET_NAME.test(key) ? REDACTED : redactValue(item, known),
  ]);
  // As it came: keys that are undefined mean something to whoever reads a change.
  return Object.fromEntries(entries) as Json;
}

function isTold(before: unknown, item: Json): boolean {
  return (
    typeof item === 'string' && typeof before === 'string' && /^--?[\w-]+$/.test(before) && SECRET_NAME.test(before)
  );
}
