import type { Clock } from '../../core/clock.ts';
import type { Inventory, MailConfig } from '../../core/inventory.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import { createMailer } from '../../mail/mailer.ts';
import { ok, warn, type Check, type Finding } from './finding.ts';

const TIMEOUT_MS = 5_000;
const LOOPBACK = /^(127\.|localhost$|::1$)/;

interface Asking {
  inventory: Inventory;
  texts: Texts;
  clock: Clock;
}

/** The mail server of the escalation: reached, trusted, logged in to. Nothing is mailed. */
export function listMailChecks({ inventory, texts, clock }: Asking): Check[] {
  const config = inventory.alerts?.mail;
  if (!config) return [];
  const mailer = createMailer({ config, timezone: inventory.timezone, texts, clock, timeoutMs: TIMEOUT_MS });
  return [
    {
      name: 'mail',
      async run() {
        await mailer.check();
        const server = `${config.host}:${config.port}`;
        return [
          ok('mail', texts.doctor.mail({ server, user: config.login?.user })),
          ...checkWay(config, server, texts),
        ];
      },
    },
  ];
}

function checkWay({ host, encryption, tls }: MailConfig, server: string, { doctor }: Texts): Finding[] {
  if (LOOPBACK.test(host)) return [];
  if (encryption === 'none') return [warn('mail', doctor.mailInClear({ server }), doctor.mailInClearFix)];
  return tls.mode === 'insecure' ? [warn('mail', doctor.mailUnverified({ server }), doctor.mailUnverifiedFix)] : [];
}
