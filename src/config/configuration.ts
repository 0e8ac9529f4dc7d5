import { OpsError } from '../core/errors.ts';
import type { Inventory } from '../core/inventory.ts';
import { readEnvironment, readTerminalEnvironment, type Environment, type TerminalEnvironment } from './environment.ts';
import { loadInventory } from './inventory.ts';

export interface Configuration {
  environment: Environment;
  inventory: Inventory;
}

export interface TerminalConfiguration {
  environment: TerminalEnvironment;
  inventory: Inventory;
}

/** Environment and inventory together: whoever has one evening is told of all problems of both at once (`invalid_input`). */
export function loadConfiguration(env: NodeJS.ProcessEnv): Configuration {
  return load(env, () => readEnvironment(env));
}

/** The same for the terminal, which does without Slack's tokens. */
export function loadTerminalConfiguration(env: NodeJS.ProcessEnv): TerminalConfiguration {
  return load(env, () => readTerminalEnvironment(env));
}

function load<E extends { inventory: string }>(
  env: NodeJS.ProcessEnv,
  read: () => E,
): { environment: E; inventory: Inventory } {
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
  const environment = attempt(read);
  const inventory = attempt(() =>
    loadInventory(environment?.inventory ?? env['WATCHKEEPER_INVENTORY'] ?? './inventory.yml', env),
  );
  if (environment && inventory) return { environment, inventory };
  const lines = problems.flatMap(({ message, hint }) => (hint === undefined ? [message] : [message, hint]));
  throw new OpsError('invalid_input', lines.join('\n'));
}
