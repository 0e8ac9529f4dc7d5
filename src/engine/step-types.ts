import { OpsError } from '../core/errors.ts';
import type { AnyStep, StepType } from '../core/step.ts';

export interface StepTypes {
  /** `internal` for an unknown type: a plan stored by a newer version. */
  get(type: string): AnyStep;
}

/** The step types of a folder by their name; two with the same name stop the start. */
export function createStepTypes(types: readonly StepType<unknown>[]): StepTypes {
  const byName = new Map<string, AnyStep>();
  for (const { definition } of types) {
    if (byName.has(definition.type)) throw new OpsError('invalid_input', `Two step types are named ${definition.type}`);
    byName.set(definition.type, definition);
  }
  return {
    get(type) {
      const definition = byName.get(type);
      if (!definition) throw new OpsError('internal', `No step type named ${type}`);
      return definition;
    },
  };
}
