import fc from 'fast-check';
import { listAlertBodies, readAlertBody } from './alert-bodies.ts';

type Json = unknown;

const odd: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    0,
    -1,
    1e308,
    '',
    ' ',
    '\u0000',
    '<!channel>',
    '`'.repeat(9),
    'x'.repeat(5_000),
    [],
    {},
  ),
  fc.constantFrom<Json>('0001-01-01T00:00:00Z', '9999-99-99', 'resolved', 'firing', 'https://a.example/|>', '\uD800'),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** One change somewhere inside: another value, a key gone, a key more, an item twice. */
interface Mutation {
  path: number[];
  how: 'replace' | 'remove' | 'add' | 'repeat';
  value: Json;
}
const mutation: fc.Arbitrary<Mutation> = fc.record({
  path: fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }),
  how: fc.constantFrom('replace', 'remove', 'add', 'repeat'),
  value: odd,
});

function mutate(value: Json, { path, how, value: fresh }: Mutation): Json {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return how === 'remove' ? null : fresh;
  if (Array.isArray(value)) {
    if (value.length === 0) return [fresh];
    const at = step % value.length;
    if (rest.length > 0) return value.with(at, mutate(value[at], { path: rest, how, value: fresh }));
    if (how === 'remove') return value.toSpliced(at, 1);
    return how === 'repeat' ? [...value, value[at]] : value.with(at, fresh);
  }
  const keys = Object.keys(value);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined || (how === 'add' && rest.length === 0)) return { ...value, extra: fresh };
  const inner = (value as Record<string, Json>)[key];
  if (rest.length > 0) return { ...value, [key]: mutate(inner, { path: rest, how, value: fresh }) };
  if (how === 'remove') return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  return { ...value, [key]: how === 'repeat' ? [inner, inner] : fresh };
}

const cut = fc.oneof(
  { weight: 7, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
);

/** Three hundred alike teach no more than five, and cost sixty times as much. */
const bodies = listAlertBodies().filter((name) => readAlertBody(name).length < 12_000);

/** A body of the corpus to which up to four things were done, cut off now and then; `name` is that of the body. */
export const fuzzedBody: fc.Arbitrary<{ name: string; body: string }> = fc
  .tuple(fc.constantFrom(...bodies), fc.array(mutation, { maxLength: 4 }), cut)
  .map(([name, mutations, share]) => {
    const text = readAlertBody(name);
    const json = name.endsWith('.json') ? mutations.reduce(mutate, JSON.parse(text) as Json) : undefined;
    const whole = json === undefined ? text : JSON.stringify(json);
    return { name, body: share === null ? whole : whole.slice(0, Math.floor(whole.length * share)) };
  });
