import { createApp } from './app.ts';
import { EXIT } from './cli/exit-code.ts';
import type { VerbContext } from './cli/verb.ts';
import { loadConfiguration } from './config/configuration.ts';
import { findKnownSecrets, withInventorySecrets } from './config/known-secrets.ts';
import { systemClock } from './core/clock.ts';
import type { OpsError } from './core/errors.ts';
import { listKnown } from './core/known-secrets.ts';
import { catalogues } from './core/texts/catalogue.ts';
import { openStoreWhenFree } from './open-store-when-free.ts';
import { createRedactingLog } from './redacting-log.ts';

const STOP_LIMIT_MS = 9_500;

/** Runs the bot until SIGTERM or SIGINT. */
export async function start({ env, accounts }: Pick<VerbContext, 'env' | 'accounts'>): Promise<void> {
  const { environment, inventory } = loadConfiguration(env);
  const secrets = withInventorySecrets(findKnownSecrets(environment, env), inventory);
  const log = createRedactingLog(environment.logLevel, listKnown(secrets));
  if (!environment.cloudflare.apiToken) log.warn({}, catalogues.en.app.noCloudflareToken);
  const store = await openStoreWhenFree(environment.store, catalogues[inventory.locale], { clock: systemClock, log });
  const onFatal = ({ message, hint }: OpsError): void => {
    log.fatal({ hint }, message);
    process.exit(1);
  };
  const app = await createApp({
    environment,
    inventory,
    secrets,
    store,
    clock: systemClock,
    log,
    accounts: accounts(inventory.people.flatMap(({ account }) => account ?? [])),
    onFatal,
    onDeaf: () => stop('deaf', EXIT.deaf),
  });
  // Slack's socket client lets rejections of its reconnecting escape; they must not end a bot that others rely on.
  process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'rejection escaped'));
  await app.start();

  /** Finishes what is in hand, whoever asks. */
  function stop(reason: string, code: number = EXIT.succeeded): void {
    log.info({ reason }, 'stop asked for');
    void systemClock.sleep(STOP_LIMIT_MS).then(() => process.exit(code));
    app.stop().then(
      () => process.exit(code),
      (thrown: unknown) => {
        log.error({ err: thrown }, 'stop went wrong');
        process.exit(1);
      },
    );
  }
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
}
