import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPlacer } from '../../src/alerts/sighting.ts';
import { toTransition } from '../../src/alerts/transition.ts';
import { listAlertBodies, NOW, readCorpus, sourceOf } from '../support/alert-bodies.ts';
import { createExampleInventory } from '../support/example-inventory.ts';

const SHOWN = 5;

/** Rows of corpus.md by body. */
const table = Map.groupBy(
  readFileSync(join(import.meta.dirname, 'corpus.md'), 'utf8')
    .split('\n')
    .filter((line) => /^\| [a-z0-9-]+\//.test(line))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'))),
  ([, name = '']) => name,
);

const place = createPlacer(
  createExampleInventory(),
  { sources: {}, routes: [], hosts: { db_slave: 'mysql' } },
  () => [],
);

describe('every body of the corpus', () => {
  it('is in the table', () => {
    expect(listAlertBodies()).toEqual([...table.keys()]);
  });

  it.each([...table])('%s', (name, rows) => {
    const { readings, outcome } = readCorpus(name);
    const seen = readings.slice(0, SHOWN).map((reading) => {
      const { service = '', reading: said } = place(sourceOf(name).type, reading);
      const transition = toTransition(undefined, reading, NOW);
      return [said.title, said.severity, service, said.key, transition.kind === 'new' ? transition.state : ''];
    });
    const expected = readings.length === 0 ? [[outcome, '', '', '', 'not an alert']] : seen;
    expect(rows.map(([, , ...cells]) => cells.slice(0, 5))).toEqual(expected);
    expect(JSON.stringify(readings)).not.toMatch(/undefined|\[object |\bNaN\b/);
  });

  it('of many, all: three hundred in one group', () => {
    expect(readCorpus('alertmanager/real-group-of-300-firing.json').readings).toHaveLength(300);
  });
});
