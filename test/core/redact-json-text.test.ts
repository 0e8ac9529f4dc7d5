import fc from 'fast-check';
import { expect, it } from 'vitest';
import { redactText } from '../../src/core/redact-json-text.ts';
import { createRedactor } from '../../src/core/redactor.ts';

const OURS = 'our "own" secret';
const redactor = createRedactor([OURS]);
const clean = (text: string): string => redactText(text, redactor);

it.each([
  [
    'under a telling name',
    '{"a": 1, "db_password" : "hunter2", "b": []}',
    '{"a": 1, "db_password" : "[redacted]", "b": []}',
  ],
  ['in a text', '{"a":["login with token=hunter2 \\u00e9"]}', '{"a":["login with token=[redacted] é"]}'],
  ['in a URL, its slashes escaped', '{"u":"pg:\\/\\/app:hunter2@db"}', '{"u":"pg://app:[redacted]@db"}'],
  ['behind a flag', '["mysql", "--password", "hunter2", "-v"]', '["mysql", "--password", "[redacted]", "-v"]'],
  [
    'as a value beside its name',
    '{"fields":[{"title":"DB_PASSWORD","value":"hunter2"}]}',
    '{"fields":[{"title":"DB_PASSWORD","value":"[redacted]"}]}',
  ],
  ['no name behind a flag', '{"a":"--password","b":"x"}', '{"a":"--password","b":"x"}'],
  ['hidden by escapes', '{"\\u0070assword":"hunter2"}', '{"\\u0070assword":"[redacted]"}'],
  [
    'JSON within JSON',
    '{"m":"{\\"token\\":\\"hunter2\\",\\"n\\":1}"}',
    '{"m":"{\\"token\\":\\"[redacted]\\",\\"n\\":1}"}',
  ],
  ['one of ours, as JSON writes it', JSON.stringify({ a: `x ${OURS} y` }), '{"a":"x [redacted] y"}'],
  [
    'a number keeps its digits',
    '{"token":12345678901234567890,"secret":null}',
    '{"token":12345678901234567890,"secret":null}',
  ],
  ['no JSON at all', 'password: hunter2, bye', 'password: [redacted], bye'],
  ['JSON that was cut off', '{"password":"hunter2","b":"', '{"password":[redacted],"b":"'],
])('%s', (_, text, expected) => {
  expect(clean(text)).toBe(expected);
});

it('whatever is in it, JSON stays JSON of the same shape, and a clean one stays as it is', () => {
  const words = fc.constantFrom(
    'token',
    '--password',
    'a@b',
    'x',
    '"',
    '\\',
    'password=hunter2',
    'Bearer hunter2hunter2',
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      words,
      fc.string(),
      fc.integer(),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(words, fc.string()), tie('any'), { maxKeys: 4 }),
    ),
  })).any;
  const shapeOf = (json: unknown): unknown => {
    if (Array.isArray(json)) return json.map(shapeOf);
    return typeof json === 'object' && json !== null ? Object.values(json).map(shapeOf) : typeof json;
  };
  fc.assert(
    fc.property(value, fc.constantFrom(0, 2), (json, indent) => {
      const text = JSON.stringify(json, undefined, indent);
      const safe = clean(text);
      // A plain string is no body; it goes as text goes.
      if (!/^\s*[[{]/.test(text)) return;
      expect(shapeOf(JSON.parse(safe))).toEqual(shapeOf(JSON.parse(text)));
      expect(safe).not.toContain('hunter2');
      if (!/token|pass|bearer|@/i.test(text)) expect(safe).toBe(text);
      expect(clean(safe)).toBe(safe);
    }),
    { numRuns: 2_000 },
  );
});

it('two and a half megabytes take no time', () => {
  const alerts = Array.from({ length: 6_000 }, (_, n) => ({
    labels: { alertname: 'Down', instance: `host-${n}:9100`, severity: 'critical' },
    annotations: { summary: `host-${n} is down`, description: 'x'.repeat(300) },
  }));
  const text = JSON.stringify({ alerts });
  const begun = performance.now();
  expect(clean(text)).toBe(text);
  expect(performance.now() - begun).toBeLessThan(2_000);
});
