import { readFile } from 'node:fs/promises';
import type { Transporter } from 'nodemailer';
import type { Clock } from '../core/clock.ts';
import type { MailConfig } from '../core/inventory.ts';
import type { Mailer } from '../core/ports/mailer.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { composeMail } from './compose.ts';
import { toMailError } from './mail-error.ts';

interface Deps {
  config: MailConfig;
  timezone: string;
  texts: Texts;
  clock: Clock;
  /** For each stretch of silence: connecting, the greeting, an answer. Default: 8 s. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 8_000;

/** Mails by SMTP, one connection each. Nodemailer is loaded with the first: most bots never send one. */
export function createMailer({ config, timezone, texts, clock, timeoutMs = TIMEOUT_MS }: Deps): Mailer {
  const { from } = config;
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  const toId = (name: string): string => `<${name}@${domain}>`;
  let transport: Promise<Transporter> | undefined;

  async function open(): Promise<Transporter> {
    transport ??= createTransport(config, timeoutMs);
    try {
      return await transport;
    } catch (thrown) {
      transport = undefined;
      throw thrown;
    }
  }

  return {
    async send(mail, signal) {
      const now = clock.now();
      const { subject, text, html } = composeMail(mail, { texts, timezone, now });
      const isFirst = mail.news.kind === 'unclaimed';
      try {
        const opened = await open();
        await opened.sendMail({
          from: { name: from.name ?? '', address: from.address },
          to: mail.recipients.map((address) => ({ name: '', address })),
          envelope: { from: from.address, to: [mail.to] },
          messageId: toId(mail.id),
          inReplyTo: toId(mail.thread),
          references: [toId(mail.thread)],
          date: now,
          ...(isFirst && { priority: 'high' }),
          // Nobody's out-of-office note comes back.
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          subject,
          text,
          html,
          signal,
        });
      } catch (thrown) {
        throw toMailError(thrown, config, texts);
      }
    },
    async check() {
      try {
        const opened = await open();
        await opened.verify();
      } catch (thrown) {
        throw toMailError(thrown, config, texts);
      }
    },
  };
}

async function createTransport(config: MailConfig, timeoutMs: number): Promise<Transporter> {
  const { host, port, encryption, tls, login } = config;
  const { createTransport: create } = await import('nodemailer');
  const ca = tls.mode === 'ca' ? await readFile(tls.file, 'utf8') : undefined;
  return create({
    host,
    port,
    secure: encryption === 'tls',
    requireTLS: encryption === 'starttls',
    ignoreTLS: encryption === 'none',
    ...(login && { auth: { user: login.user, pass: login.password.reveal() } }),
    tls: { rejectUnauthorized: tls.mode !== 'insecure', minVersion: 'TLSv1.2', ...(ca !== undefined && { ca }) },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    socketTimeout: 2 * timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  });
}
