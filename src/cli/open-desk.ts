import { DEFAULT_STORE, findStoreAddress, terminalBaseOf } from '../config/store-address.ts';
import { OpsError } from '../core/errors.ts';
import { catalogues } from '../core/texts/catalogue.ts';
import { connectTerminal, type TerminalClient } from '../terminal/client.ts';
import { checkDatabase } from './check-database.ts';
import type { Desk } from './desk.ts';
import type { VerbContext, VerbInput } from './verb.ts';

const DEFAULT_PORT = 8080;
/** While a terminal hands over or a bot starts, there is a moment with a holder of the database and no socket. */
const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 200;

/**
 * The running bot, else an engine in this process. The socket is asked first: neither inventory nor secrets are needed
 * for that. Errors: `unreachable` when neither can be had, `not_allowed` for an account that nobody has.
 */
export async function openDesk({ flags }: VerbInput, context: VerbContext): Promise<Desk> {
  const { env, clock, texts } = context;
  const as = typeof flags['as'] === 'string' ? flags['as'] : undefined;
  const address = findStoreAddress(env['WATCHKEEPER_STORE'] || DEFAULT_STORE);
  const until = clock.now().getTime() + PATIENCE_MS;
  for (;;) {
    if (address) {
      const accounts = context.accounts([]);
      const database = terminalBaseOf(address, Number(env['WATCHKEEPER_PORT'] || DEFAULT_PORT));
      const client = await connectTerminal({ database, accounts, as, texts, clock });
      if (client) return toDesk(client);
      // Before the inventory is read: a closed folder closes that, too, and is what there is to mend.
      if (address.kind === 'sqlite') checkDatabase(address.path, await accounts.self(), texts);
    }
    try {
      const { openLocalDesk } = await import('./local-desk.ts');
      return await openLocalDesk(as, context);
    } catch (thrown) {
      const isBusy = thrown instanceof OpsError && thrown.code === 'conflict';
      if (!isBusy || clock.now().getTime() > until) throw isBusy ? toBusy(address, thrown, context) : thrown;
      await clock.sleep(LOOK_EVERY_MS);
    }
  }
}

function toBusy(
  address: ReturnType<typeof findStoreAddress>,
  cause: OpsError,
  { texts: { cli } }: VerbContext,
): OpsError {
  const path = address?.kind === 'sqlite' ? address.path : '';
  return new OpsError('unreachable', cli.databaseBusy({ path }), { hint: cli.databaseBusyHint, cause });
}

function toDesk(client: TerminalClient): Desk {
  return {
    place: 'bot',
    person: client.person,
    texts: catalogues[client.locale],
    call: client.call,
    async follow(id, until, onChange, signal) {
      const left = new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await Promise.race([client.follow(id, until, onChange), left]);
    },
    close: async () => client.close(),
  };
}
