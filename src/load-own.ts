import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyRunbook } from './core/runbook.ts';
import { isRunbook } from './core/runbook.ts';
import { isStepType, type StepType } from './core/step.ts';
import type { Texts } from './core/texts/catalogue.ts';
import { loadDefinitions } from './load.ts';

const ROOT = join(import.meta.dirname, '..');

/**
 * The runbooks and step types that ship with the bot, and those that a team keeps in a folder of its own. `invalid_input`
 * with the file's name for the first that is wrong.
 */
export async function loadOwnDefinitions(
  ownFolder: string | undefined,
  texts: Texts,
): Promise<{ runbooks: AnyRunbook[]; steps: StepType<unknown>[] }> {
  const [steps, runbooks] = await Promise.all([
    loadFrom(join(ROOT, 'src', 'steps'), ownSteps(ownFolder), isStepType, texts),
    loadFrom(join(ROOT, 'runbooks'), ownFolder, isRunbook, texts),
  ]);
  return { runbooks, steps };
}

/** Step types of a team's own stand in `steps/` in its folder of runbooks; most teams have none. */
function ownSteps(ownFolder: string | undefined): string | undefined {
  const folder = ownFolder === undefined ? undefined : join(ownFolder, 'steps');
  return folder !== undefined && existsSync(folder) ? folder : undefined;
}

/** What ships with the bot, and what a team keeps in a folder of its own. */
async function loadFrom<T>(
  shipped: string,
  own: string | undefined,
  isDefinition: (exported: unknown) => exported is T,
  texts: Texts,
): Promise<T[]> {
  const definitions = await loadDefinitions(shipped, isDefinition, texts);
  return own === undefined ? definitions : [...definitions, ...(await loadDefinitions(own, isDefinition, texts))];
}
