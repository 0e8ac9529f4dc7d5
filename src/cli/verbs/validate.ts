import { OpsError } from '../../core/errors.ts';
import { defineVerb } from '../verb.ts';

export const validate = defineVerb({
  name: 'validate',
  words: [],
  summary: ({ cli }) => cli.verbs.validate,
  examples: ['validate'],
  /** Checks inventory, environment, and all runbooks, a team's own too, as the start would. */
  async run(_, { env, texts, print }) {
    const [{ loadConfiguration }, { checkRunbooks }] = await Promise.all([
      import('../../config/configuration.ts'),
      import('../../check-runbooks.ts'),
    ]);
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
  },
});
