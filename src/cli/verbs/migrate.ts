import { toUsageError } from '../usage-error.ts';
import { defineVerb } from '../verb.ts';

export const migrate = defineVerb({
  name: 'migrate',
  words: [],
  summary: ({ cli }) => cli.verbs.migrate,
  examples: [
    'migrate --from sqlite:./data/watchkeeper.db',
    'migrate --from sqlite:./data/watchkeeper.db --to postgres://watchkeeper@db.example/watchkeeper',
  ],
  flags: {
    from: { takes: 'store', summary: ({ cli }) => cli.flags.migrateFrom },
    to: { takes: 'store', summary: ({ cli }) => cli.flags.migrateTo },
    json: { summary: ({ cli }) => cli.flags.json },
  },
  async run({ flags: { from, to, json } }, context) {
    if (typeof from !== 'string') throw toUsageError(context.texts.cli.migrateUsage);
    const { migrateStore } = await import('../migrate-store.ts');
    const target = typeof to === 'string' ? to : (context.env['WATCHKEEPER_STORE'] ?? '');
    return await migrateStore({ from, to: target, isJson: json === true }, context);
  },
});
