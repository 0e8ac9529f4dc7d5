import { OpsError } from '../core/errors.ts';
import type { Inventory } from '../core/inventory.ts';
import { readEnvironment, type Environment } from './environment.ts';
import { loadInventory } from './inventory.ts';

export interface Configuration {
  environment: Environment;
  inventory: Inventory;
}

/** Environment and inventory together: whoever has one evening is told of all problems of both at once (`invalid_input`). */
export function loadConfiguration(env: NodeJS.ProcessEnv): Configuration {
  const problems: OpsError[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (thrown) {
      if (!(thrown instanceof OpsError)) throw thrown;
      problems.push(thrown);
      return undefined;
    }
  };
  const environment = attempt(() => readEnvironment(env));
  const inventory = attempt(() =>
    loadInventory(environment?.inventory ?? env['WATCHKEEPER_INVENTORY'] ?? './inventory.yml', env),
  );
  if (environment && inventory) return { environment, inventory };
  const lines = problems.flatMap(({ message, hint }) => (hint === undefined ? [message] : [message, hint]));
  throw new OpsError('invalid_input', lines.join('\n'));
}
