import { isObject, toText } from '../json-object.ts';

/** A refusal in the words of Slack's validator (templates: slackhq/hack-json-schema; see contract/recorded-errors.json). */
export interface Issue {
  line: string;
  pointer: string;
}

export type Rule = (value: unknown, pointer: string, issues: Issue[]) => void;

export const toLine = ({ line, pointer }: Issue): string => `${line} [json-pointer:${pointer}]`;

/** Slack counts code points, not UTF-16 units. */
export const lengthOf = (text: string): number => Array.from(text).length;

export function string({
  min = 0,
  max = Infinity,
  pattern,
}: { min?: number; max?: number; pattern?: RegExp } = {}): Rule {
  return (value, pointer, issues) => {
    if (typeof value !== 'string') return void issues.push({ line: 'must provide a string', pointer });
    const length = lengthOf(value);
    if (length > max) issues.push({ line: `must be less than ${max + 1} characters`, pointer });
    if (length < min) issues.push({ line: `must be more than ${min - 1} characters`, pointer });
    if (pattern && !pattern.test(value)) {
      issues.push({ line: `input must match regex pattern: ${pattern.source}`, pointer });
    }
  };
}

export const boolean: Rule = (value, pointer, issues) => {
  if (typeof value !== 'boolean') issues.push({ line: 'must be a boolean', pointer });
};

export const number: Rule = (value, pointer, issues) => {
  if (typeof value !== 'number') issues.push({ line: 'must provide a number', pointer });
};

export const integer: Rule = (value, pointer, issues) => {
  if (!Number.isInteger(value)) issues.push({ line: 'must provide an integer', pointer });
};

/** Slack's wording of both limits leaves out "or equal". */
export function between(min: number, max: number): Rule {
  return (value, pointer, issues) => {
    if (!Number.isInteger(value)) issues.push({ line: 'must provide an integer', pointer });
    else if (Number(value) > max) issues.push({ line: `must be less than ${max}`, pointer });
    else if (Number(value) < min) issues.push({ line: `must be greater than ${min}`, pointer });
  };
}

export function oneOf(...values: readonly (string | number)[]): Rule {
  return (value, pointer, issues) => {
    if (!values.some((each) => each === value)) issues.push({ line: 'must be a valid enum value', pointer });
  };
}

export function array(item: Rule, { min = 0, max = Infinity }: { min?: number; max?: number } = {}): Rule {
  return (value, pointer, issues) => {
    if (!Array.isArray(value)) return void issues.push({ line: 'must provide an array', pointer });
    if (value.length > max) issues.push({ line: `no more than ${max} items allowed`, pointer });
    if (value.length < min) issues.push({ line: `must provide at least ${min} items`, pointer });
    for (const [index, each] of value.entries()) item(each, `${pointer}/${index}`, issues);
  };
}

/** An object with exactly these properties. */
export function object(required: Record<string, Rule>, optional: Record<string, Rule> = {}): Rule {
  return (value, pointer, issues) => {
    if (!isObject(value)) return void issues.push({ line: 'must provide an object', pointer });
    for (const name of Object.keys(required)) {
      if (value[name] === undefined) issues.push({ line: `missing required field: ${name}`, pointer });
    }
    for (const [name, each] of Object.entries(value)) {
      const rule = required[name] ?? optional[name];
      if (each === undefined) continue;
      if (rule) rule(each, `${pointer}/${name}`, issues);
      else issues.push({ line: `invalid additional property: ${name}`, pointer });
    }
  };
}

/** One of several objects told apart by `type`. `elsewhere`: types that Slack has here and this sandbox does not imitate. */
export function typed(rules: Record<string, Rule>, elsewhere: readonly string[] = []): Rule {
  return (value, pointer, issues) => {
    if (!isObject(value)) return void issues.push({ line: 'must provide an object', pointer });
    const type = value['type'];
    if (type === undefined) return void issues.push({ line: 'missing required field: type', pointer });
    const rule = typeof type === 'string' && Object.hasOwn(rules, type) ? rules[type] : undefined;
    if (rule) return rule(value, pointer, issues);
    const name = toText(type);
    if (elsewhere.includes(name))
      issues.push({ line: `not imitated by this sandbox: ${name}`, pointer: `${pointer}/type` });
    else issues.push({ line: `unsupported type: ${name}`, pointer: `${pointer}/type` });
  };
}

/** Slack's `anyOf`: what is wrong inside is reported after a line about the whole. */
export function alternatives(rule: Rule): Rule {
  return (value, pointer, issues) => {
    const inner: Issue[] = [];
    rule(value, pointer, inner);
    if (inner.length > 0) issues.push({ line: 'failed to match all allowed schemas', pointer }, ...inner);
  };
}

export function all(...rules: Rule[]): Rule {
  return (value, pointer, issues) => {
    for (const rule of rules) rule(value, pointer, issues);
  };
}
