import { expect, it } from 'vitest';
import { isRunbook, type AnyRunbook } from '../../src/core/runbook.ts';
import { isStepType, type StepType } from '../../src/core/step.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { loadDefinitions } from '../../src/load.ts';
import { load, readExample } from '../config/example.ts';

/** Every step of every runbook, as the engine makes a plan of it. */
it('every planned step passes its own schema and can be shown in both languages', async () => {
  const steps: StepType<unknown>[] = await loadDefinitions('src/steps', isStepType);
  const runbooks: AnyRunbook[] = await loadDefinitions('runbooks', isRunbook);
  expect(runbooks.map(({ name }) => name)).toEqual(['dns-show', 'failback', 'failover', 'standby-check', 'switchover']);
  const byType = new Map(steps.map(({ definition }) => [definition.type, definition]));
  const planned = runbooks.flatMap(({ plan }) => plan({ service: 'nextuse' }, load(readExample())));
  for (const { type, params } of planned) {
    const definition = byType.get(type);
    const checked = definition?.params.parse(params);
    expect(checked).toEqual(params);
    for (const texts of Object.values(catalogues)) {
      expect(definition?.title(checked, texts)).toMatch(/^\S.{1,40}$/u);
      expect(definition?.describe(checked, texts)).toMatch(/^\S[^\n]{10,300}$/u);
    }
  }
  expect(new Set(planned.map(({ type }) => type))).toEqual(new Set(byType.keys()));
});
