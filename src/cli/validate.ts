import { checkRunbooks } from '../check-runbooks.ts';
import { loadConfiguration } from '../config/configuration.ts';
import { OpsError } from '../core/errors.ts';
import type { Verb } from './verb.ts';

/** Checks inventory, environment, and all runbooks, a team's own too, as the start would. */
export const validate: Verb = async (_, { env, texts, print }) => {
  const configuration = loadConfiguration(env);
  const { environment, inventory } = configuration;
  if (!environment.cloudflare.apiToken) throw new OpsError('invalid_input', texts.app.noCloudflareToken);
  await checkRunbooks(configuration, texts);
  const { services, hosts, people } = inventory;
  const count = (items: object): number => Object.keys(items).length;
  print(
    texts.app.valid({
      file: environment.inventory,
      services: count(services),
      hosts: count(hosts),
      people: people.length,
    }),
  );
};
