import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, compact, hashJson, type Json } from '../../src/core/json.ts';

/** JSON values over any alphabet and any numbers, with the refused ones left out. */
function jsonOf(text: fc.Arbitrary<string>, number: fc.Arbitrary<number>): fc.Arbitrary<Json> {
  const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constant(null),
      fc.boolean(),
      number,
      text,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(text, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  return tree;
}

const wellFormed = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom('"', '\\', '\u2028', '집', '🔥', '\u0000'),
  ),
});
const json = jsonOf(
  wellFormed.filter((text) => text.isWellFormed()),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
);
/** So few values that equal ones, and those that only look equal, meet often. */
const small = jsonOf(fc.constantFrom('', 'a', '1', 'null', '[]', '{}', '","'), fc.constantFrom(0, 1, 10));

describe('canonical JSON', () => {
  it('is JSON for the same value, so no two values can share a text', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toStrictEqual(value);
      }),
    );
  });

  it('has one text for equal values and two for different ones', () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(canonicalJson(a) === canonicalJson(b)).toBe(isDeepStrictEqual(a, b));
        expect(hashJson(a) === hashJson(b)).toBe(isDeepStrictEqual(a, b));
      }),
      { numRuns: 1_000 },
    );
  });

  it('tells apart whatever only looks alike: text that is written as a number, a list, another object, a tag', () => {
    const LOOK_ALIKES: readonly Json[] = [
      ...[
        null,
        'null',
        'undefined',
        '',
        true,
        'true',
        false,
        'false',
        0,
        '0',
        1,
        '1',
        '1.0',
        '1e0',
        1e21,
        '1e+21',
        'NaN',
      ],
      ...[
        [],
        '[]',
        [[]],
        [null],
        ['null'],
        [''],
        {},
        '{}',
        [{}],
        { '': null },
        { null: null },
        ['a', 'b'],
        ['a,b'],
        ['a","b'],
      ],
      ...[
        { a: 1, b: 2 },
        { 'a":1,"b': 2 },
        { a: [1, 2] },
        { a: ['1', '2'] },
        { 0: 'a' },
        ['a'],
        { type: 'number', value: '1' },
      ],
      ...[
        { type: 'string', value: 1 },
        '{"type":"number","value":"1"}',
        'a\u0000',
        'a',
        'ａ',
        'é',
        'e\u0301',
        '\u2028',
        '\\u2028',
      ],
    ];
    const place = fc.func(fc.constantFrom('list', 'value', 'nested', 'bare'));
    fc.assert(
      fc.property(fc.constantFrom(...LOOK_ALIKES), fc.constantFrom(...LOOK_ALIKES), place, (a, b, choose) => {
        const put = (value: Json): Json => {
          const where = choose();
          if (where === 'list') return ['x', value];
          if (where === 'value') return { x: value };
          return where === 'nested' ? { x: [{ y: value }] } : value;
        };
        expect(hashJson(put(a)) === hashJson(put(b))).toBe(a === b || isDeepStrictEqual(a, b));
      }),
      { numRuns: 3_000 },
    );
    expect(new Set(LOOK_ALIKES.map((value) => hashJson(value))).size).toBe(LOOK_ALIKES.length);
  });

  it('does not care in which order keys were written, at any depth', () => {
    const reversed = (value: Json): Json => {
      if (Array.isArray(value)) return value.map((item: Json) => reversed(item));
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([key, item]) => [key, reversed(item)]),
      );
    };
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      }),
    );
    expect(canonicalJson({ b: 1, a: { d: 1, c: 2 } })).toBe('{"a":{"c":2,"d":1},"b":1}');
  });

  it('takes objects without a prototype and keys that mean something to the language', () => {
    const bare: unknown = Object.assign(Object.create(null), { a: 1 });
    expect(canonicalJson(bare as Json)).toBe('{"a":1}');
    expect(canonicalJson(JSON.parse('{"__proto__":{"x":1},"constructor":2}') as Json)).toBe(
      '{"__proto__":{"x":1},"constructor":2}',
    );
  });

  it.each([
    ['undefined', undefined],
    ['NaN', Number.NaN],
    ['-0', -0],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['-Infinity', Number.NEGATIVE_INFINITY],
    ['a lone high surrogate', 'a\uD83D'],
    ['a lone low surrogate', '\uDD25a'],
    ['a bigint', 1n],
    ['a symbol', Symbol('a')],
    ['a function', () => 1],
    ['a Date', new Date(0)],
    ['a Map', new Map([['a', 1]])],
    ['a Set', new Set([1])],
    ['a Buffer', Buffer.from('a')],
    ['a boxed string', Object('a')],
    [
      'an instance of a class',
      new (class Note {
        text = 'a';
      })(),
    ],
    ['an error', new Error('a')],
    ['a hole in an array', [1, , 2]], // oxlint-disable-line no-sparse-arrays -- the point of it
  ])('refuses %s, wherever it is', (_name, wrong) => {
    const value = wrong as Json;
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson([value])).toThrow(TypeError);
    expect(() => canonicalJson({ deep: [{ key: value }] })).toThrow(TypeError);
  });

  it.each(['a\uD83D', '\uDD25', '\uDD25\uD83D'])('refuses a key with a lone surrogate (%#)', (key) => {
    expect(() => canonicalJson({ [key]: 1 })).toThrow(TypeError);
    expect(() => canonicalJson({ ok: [{ [key]: 1 }] })).toThrow(TypeError);
  });
});

it('compact leaves out what is undefined and nothing else', () => {
  expect(compact({ a: undefined, b: null, c: false, d: 0, e: '' })).toStrictEqual({ b: null, c: false, d: 0, e: '' });
});
