import pino from 'pino';
import { createApp } from '../../src/app.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { loadInventory } from '../../src/config/inventory.ts';
import { findKnownSecrets } from '../../src/config/known-secrets.ts';
import { systemClock } from '../../src/core/clock.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { openStore } from '../../src/open-store.ts';
import { createCrashingStore, parseCrashPoint } from './crashing-store.ts';

// The program of src/start.ts, on a store that can pull the plug.
const environment = readEnvironment(process.env);
const inventory = loadInventory(environment.inventory, process.env);
const log = pino({ level: environment.logLevel });
const store = createCrashingStore(
  await openStore(environment.store, catalogues[inventory.locale]),
  parseCrashPoint(process.env['CRASH_AT']),
  process.env['CRASH_TRACE'],
);
const onFatal = (): void => process.exit(1);
const app = await createApp({
  environment,
  inventory,
  secrets: findKnownSecrets(environment, process.env),
  store,
  clock: systemClock,
  log,
  onFatal,
  onDeaf: onFatal,
});
process.on('unhandledRejection', (err) => log.error({ err }, 'rejection escaped'));
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)));
await app.start();
