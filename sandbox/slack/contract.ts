import documented from './contract/documented-methods.json' with { type: 'json' };
import methods from './contract/methods.json' with { type: 'json' };

export interface MethodContract {
  http_method: string;
  /** Whether a JSON body is read at all. */
  json: boolean;
  tier: string | null;
  required: string[];
  /** Accepted types per argument; none listed means any. */
  args: Record<string, string[]>;
  bot_scopes: string[];
  errors: string[];
}

/** The Web API methods this workspace answers, as Slack documents them. */
export const contract: Record<string, MethodContract> = methods;

/** Whether Slack has a method, imitated here or not. */
export const isDocumented = (method: string): boolean => documented.includes(method) || Object.hasOwn(contract, method);
