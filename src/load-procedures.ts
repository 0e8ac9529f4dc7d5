import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isRunbook, type AnyRunbook } from './core/runbook.ts';
import { isStepType } from './core/step.ts';
import type { Texts } from './core/texts/catalogue.ts';
import { createStepTypes, type StepTypes } from './engine/step-types.ts';
import { loadDefinitions } from './load.ts';

const ROOT = join(import.meta.dirname, '..');

/** What can be run: what ships with the bot, and what a team keeps in a folder of its own. Errors: see loadDefinitions. */
export async function loadProcedures(
  ownFolder: string | undefined,
  texts: Texts,
): Promise<{ steps: StepTypes; runbooks: readonly AnyRunbook[] }> {
  const [steps, runbooks] = await Promise.all([
    loadFrom(join(ROOT, 'src', 'steps'), ownSteps(ownFolder), isStepType, texts),
    loadFrom(join(ROOT, 'runbooks'), ownFolder, isRunbook, texts),
  ]);
  return { steps: createStepTypes(steps), runbooks };
}

/** Step types of a team's own stand in `steps/` in its folder of runbooks; most teams have none. */
function ownSteps(ownFolder: string | undefined): string | undefined {
  const folder = ownFolder === undefined ? undefined : join(ownFolder, 'steps');
  return folder !== undefined && existsSync(folder) ? folder : undefined;
}

async function loadFrom<T>(
  shipped: string,
  own: string | undefined,
  isDefinition: (exported: unknown) => exported is T,
  texts: Texts,
): Promise<T[]> {
  const definitions = await loadDefinitions(shipped, isDefinition, texts);
  return own === undefined ? definitions : [...definitions, ...(await loadDefinitions(own, isDefinition, texts))];
}
