import type { Configuration } from './config/configuration.ts';
import type { HostCommand } from './core/step.ts';
import type { Texts } from './core/texts/catalogue.ts';
import { planFor } from './engine/requests.ts';
import { createStepTypes } from './engine/step-types.ts';
import { loadOwnDefinitions } from './load-own.ts';

export interface AllPlans {
  runbooks: number;
  steps: number;
  /** One text for each plan that cannot be made, and each name that is there twice. */
  problems: readonly string[];
  /** What the steps of all plans may call on hosts, each once. */
  hostCommands: readonly HostCommand[];
}

/** Loads every runbook and step type, and makes the plan of each runbook for each service that it needs nothing more for. */
export async function planAll({ environment, inventory }: Configuration, texts: Texts): Promise<AllPlans> {
  const { runbooks, steps } = await loadOwnDefinitions(environment.runbooks, texts);
  const types = createStepTypes(steps);
  const deps = { inventory, runbooks, steps: types, texts };
  const names = runbooks.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const problems = twice.map((name) => texts.runs.runbookTwice({ name }));
  const commands = new Map<string, HostCommand>();
  for (const { name, params } of runbooks) {
    for (const service of Object.keys(inventory.services)) {
      if (!params.safeParse({ service }).success) continue;
      try {
        for (const { type, params: planned } of planFor({ runbook: name, service }, deps).steps) {
          const called = types.get(type).hostCommands?.(planned, { inventory }) ?? [];
          for (const command of called) commands.set(JSON.stringify(command), command);
        }
      } catch (thrown) {
        const reason = thrown instanceof Error ? thrown.message : String(thrown);
        problems.push(texts.doctor.planBroken({ runbook: name, service, reason }));
      }
    }
  }
  return { runbooks: runbooks.length, steps: steps.length, problems, hostCommands: [...commands.values()] };
}
