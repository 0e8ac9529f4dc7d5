import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadVerbs } from '../../src/cli/find-verb.ts';
import { toRunJson } from '../../src/cli/run-json.ts';
import { withVerbs } from '../../src/cli/to-manual.ts';
import { parseVerbArgs } from '../../src/cli/parse-args.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { STATES } from '../slack/sample-run.ts';

const file = join(import.meta.dirname, '..', '..', 'docs', 'cli.md');

it('docs/cli.md says what the verbs say; "npm run manual" writes it', async () => {
  const manual = await readFile(file, 'utf8');
  expect(withVerbs(manual, await loadVerbs(), catalogues.en)).toBe(manual);
});

it('every verb is in a file of its name, and its examples can be typed', async () => {
  for (const verb of await loadVerbs()) {
    expect(verb.examples.length).toBeGreaterThan(0);
    for (const example of verb.examples) {
      const [name, ...args] =
        example
          .split(/ (?:>|\|) /)[0]
          ?.match(/"[^"]*"|\S+/g)
          ?.map((word) => word.replaceAll('"', '')) ?? [];
      expect(name).toBe(verb.name);
      if (verb.isRaw !== true) expect(() => parseVerbArgs(verb, args, catalogues.en)).not.toThrow();
    }
    const exported = (await import(`../../src/cli/verbs/${verb.name}.ts`)) as object;
    expect(Object.values(exported)).toEqual([verb]);
  }
});

it('every key that --json prints is documented', async () => {
  const manual = await readFile(file, 'utf8');
  const keys = new Set<string>();
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        keys.add(key);
        collect(inner);
      }
  };
  for (const run of Object.values(STATES)) collect(toRunJson(run, []));
  expect([...keys].filter((key) => !manual.includes(`\`${key}\``))).toEqual([]);
  expect(keys.size).toBeGreaterThan(30);
});
