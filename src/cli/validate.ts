import { readEnvironment } from '../config/environment.ts';
import { loadInventory } from '../config/inventory.ts';
import { OpsError } from '../core/errors.ts';
import type { Verb } from './verb.ts';

/** Checks inventory and environment as the start would. */
export const validate: Verb = async (_, { env, texts, print }) => {
  const file = env['WATCHKEEPER_INVENTORY'] ?? './inventory.yml';
  const { services, hosts, people } = loadInventory(file, env);
  const { cloudflare } = readEnvironment(env, texts);
  if (!cloudflare.apiToken) throw new OpsError('invalid_input', texts.app.noCloudflareToken);
  const count = (items: object): number => Object.keys(items).length;
  print(texts.app.valid({ file, services: count(services), hosts: count(hosts), people: people.length }));
};
