import { OpsError } from '../../core/errors.ts';
import { defineVerb } from '../verb.ts';

export const validate = defineVerb({
  name: 'validate',
  words: [],
  summary: ({ cli }) => cli.verbs.validate,
  examples: ['validate'],
  /** Checks inventory and environment as the start would. */
  async run(_, { env, texts, print }) {
    const { loadConfiguration } = await import('../../config/configuration.ts');
    const { environment, inventory } = loadConfiguration(env);
    if (!environment.cloudflare.apiToken) throw new OpsError('invalid_input', texts.app.noCloudflareToken);
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
  },
});
