/** One difference between a sample and what the stand-in produced: `- path` is left out, `+ path` is more, `~ path` another type. */
export type Difference = string;

/** Of any shape: checked elsewhere, or the app's own. */
const OPAQUE = new Set(['blocks', 'elements', 'values', 'event_payload', 'state', 'shares', 'fields', 'args']);

/**
 * Compares keys and types, not values, all the way down. `null` fits any type; every item of an array is compared with
 * the first of the sample's. Array items have no part in the path.
 */
export function compareShapes(sample: unknown, produced: unknown, path = ''): Difference[] {
  if (isPlain(sample) && isPlain(produced)) return compareObjects(sample, produced, path);
  if (Array.isArray(sample) && Array.isArray(produced)) {
    if (sample.length === 0 || produced.length === 0) return [];
    return together(produced.map((item) => compareShapes(sample[0], item, path)));
  }
  if (produced === null || sample === '…' || kindOf(sample) === kindOf(produced)) return [];
  return [`~ ${path}: ${kindOf(produced)} for ${kindOf(sample)}`];
}

/** Of several: what one has and another has not is not left out. */
export function together(all: readonly Difference[][]): Difference[] {
  const isLeftOut = (line: Difference): boolean => !line.startsWith('- ') || all.every((each) => each.includes(line));
  return [...new Set(all.flat())].filter(isLeftOut);
}

function compareObjects(sample: Plain, produced: Plain, path: string): Difference[] {
  return [...new Set([...Object.keys(sample), ...Object.keys(produced)])].flatMap((name) => {
    const at = path === '' ? name : `${path}.${name}`;
    if (!(name in produced)) return [`- ${at}`];
    if (!(name in sample)) return [`+ ${at}`];
    return OPAQUE.has(name) ? [] : compareShapes(sample[name], produced[name], at);
  });
}

type Plain = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain => kindOf(value) === 'object';

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
