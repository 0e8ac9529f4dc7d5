import { expect, test } from 'vitest';
import { listMailChecks } from '../../src/cli/doctor/mail-checks.ts';
import { runChecks } from '../../src/cli/doctor/run-checks.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { MailConfig } from '../../src/core/inventory.ts';
import { createSecret } from '../../src/core/secret.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createExampleInventory } from '../support/example-inventory.ts';
import { LOGIN, startMailServer } from '../support/mail-server.ts';
import '../support/real-sockets.ts';

const texts = catalogues.en;

function examine(change: Partial<MailConfig> & { port: number }, password = LOGIN.password) {
  const mail: MailConfig = {
    ...{ host: '127.0.0.1', encryption: 'starttls', tls: { mode: 'insecure' }, from: { address: 'w@example.com' } },
    followUps: [],
    login: { user: LOGIN.user, password: createSecret(password) },
    ...change,
  };
  const inventory = { ...createExampleInventory(), alerts: { sources: {}, routes: [], hosts: {}, mail } };
  return runChecks(listMailChecks({ inventory, texts, clock: systemClock }), systemClock, texts);
}

test('doctor logs in to the mail server and mails nothing', async () => {
  const server = await startMailServer();
  const { port } = server;
  expect(await examine({ port })).toEqual([
    { check: 'mail', level: 'ok', message: `127.0.0.1:${port} takes mails of watchkeeper` },
  ]);
  expect(await examine({ port }, 'wrong-one')).toMatchObject([
    { check: 'mail', level: 'fail', fix: texts.mail.loginRefusedHint },
  ]);
  expect(await examine({ port, tls: { mode: 'verify' } })).toMatchObject([
    { check: 'mail', level: 'fail', fix: texts.mail.untrustedHint },
  ]);
  await server.close();
  expect(await examine({ port })).toMatchObject([
    { check: 'mail', level: 'fail', message: expect.stringContaining('ECONNREFUSED'), fix: texts.mail.unreachableHint },
  ]);
  expect(server.mails).toEqual([]);
});

test('without a mail server there is nothing to look at', () => {
  expect(listMailChecks({ inventory: createExampleInventory(), texts, clock: systemClock })).toEqual([]);
});
