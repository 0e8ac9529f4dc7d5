import { execFileSync } from 'node:child_process';
import pino from 'pino';
import { createApp } from '../../src/app.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { loadInventory } from '../../src/config/inventory.ts';
import { findKnownSecrets } from '../../src/config/known-secrets.ts';
import { systemClock } from '../../src/core/clock.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { openStore } from '../../src/open-store.ts';

// The program of src/start.ts on a disk that fills up right before a given entry is to be written: from then on the operating
// system refuses every byte that would make a file longer, until the test gives the space back.
const environment = readEnvironment(process.env);
const inventory = loadInventory(environment.inventory, process.env);
const log = pino({ level: environment.logLevel });
const store = await openStore(environment.store, catalogues[inventory.locale]);
let fillAt = process.env['FILL_AT'];
const { update } = store.runs;
store.runs.update = (id, now, decide) =>
  update.call(store.runs, id, now, (run) => {
    const change = decide(run);
    if (fillAt !== undefined && change?.audit.some(({ act, subject }) => `${act} ${subject.step}` === fillAt)) {
      fillAt = undefined;
      execFileSync('prlimit', ['--pid', String(process.pid), '--fsize=0:']);
    }
    return change;
  });
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
