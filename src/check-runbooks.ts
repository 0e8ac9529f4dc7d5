import type { Configuration } from './config/configuration.ts';
import { OpsError } from './core/errors.ts';
import type { Texts } from './core/texts/catalogue.ts';
import { planFor } from './engine/requests.ts';
import { createStepTypes } from './engine/step-types.ts';
import { loadOwnDefinitions } from './load-own.ts';

/**
 * Loads every runbook and step type, and makes the plan of each runbook for each service that it needs nothing more for:
 * an unknown step type or a wrong parameter is found here, and not at night. Throws one `invalid_input` with all problems.
 */
export async function checkRunbooks(
  { environment, inventory }: Configuration,
  texts: Texts,
): Promise<{ runbooks: number; steps: number }> {
  const { runbooks, steps } = await loadOwnDefinitions(environment.runbooks, texts);
  const deps = { inventory, runbooks, steps: createStepTypes(steps), texts };
  const names = runbooks.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const problems = twice.map((name) => texts.runs.runbookTwice({ name }));
  for (const { name, params } of runbooks) {
    for (const service of Object.keys(inventory.services)) {
      if (!params.safeParse({ service }).success) continue;
      try {
        planFor({ runbook: name, service }, deps);
      } catch (thrown) {
        const reason = thrown instanceof Error ? thrown.message : String(thrown);
        problems.push(texts.doctor.planBroken({ runbook: name, service, reason }));
      }
    }
  }
  if (problems.length > 0) {
    throw new OpsError('invalid_input', problems.join('\n'), { hint: texts.doctor.planBrokenHint });
  }
  return { runbooks: runbooks.length, steps: steps.length };
}
