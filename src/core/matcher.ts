/** One condition on labels, in Alertmanager's syntax: `name="value"`, `!=`, `=~`, `!~`; a missing label is empty. */
export interface Matcher {
  name: string;
  op: '=' | '!=' | '=~' | '!~';
  value: string;
  /** Of `=~` and `!~`; matches the whole value. */
  pattern?: RegExp;
}

const SYNTAX = /^\s*([A-Za-z_][A-Za-z0-9_.:-]*)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\["\\n])*)"|([^\s"{},]*))\s*$/;

/** Undefined for what is not a matcher. */
export function findMatcher(text: string): Matcher | undefined {
  const match = SYNTAX.exec(text);
  if (!match) return undefined;
  const [, name = '', op = '=', quoted, bare = ''] = match;
  const value = quoted === undefined ? bare : quoted.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));
  if (op === '=' || op === '!=') return { name, op, value };
  try {
    return { name, op: op as Matcher['op'], value, pattern: new RegExp(`^(?:${value})$`, 'su') };
  } catch {
    return undefined;
  }
}

/** Whether the labels meet every condition. */
export function matchesAll(labels: Readonly<Record<string, string>>, matchers: readonly Matcher[]): boolean {
  return matchers.every(({ name, op, value, pattern }) => {
    const label = Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';
    if (op === '=') return label === value;
    if (op === '!=') return label !== value;
    // A pattern of the inventory meets foreign text: the end of a megabyte decides nothing.
    return pattern?.test(label.slice(0, 4_096)) === (op === '=~');
  });
}
