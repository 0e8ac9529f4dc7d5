import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { MailConfig, TlsMode } from '../../src/core/inventory.ts';
import type { AlertMail } from '../../src/core/ports/mailer.ts';
import { createSecret } from '../../src/core/secret.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createMailer } from '../../src/mail/mailer.ts';
import '../support/real-sockets.ts';
import { LOGIN, startMailServer, toAnswer, type MailServer } from '../support/mail-server.ts';

const NOW = new Date('2026-11-21T18:12:00Z');
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const MAIL: AlertMail = {
  id: 'grp_01.step-2-1',
  thread: 'grp_01',
  to: 'oncall@example.com',
  recipients: ['oncall@example.com', 'lead@example.com'],
  subject: '[Critical] NextuseDown · nextuse',
  news: { kind: 'unclaimed', afterMs: 900_000 },
  severity: 'critical',
  title: 'NextuseDown',
  service: 'nextuse',
  source: 'prometheus',
  since: NOW.getTime() - 900_000,
  summary: '프론트엔드 응답 없음',
  link: 'https://team.slack.example/archives/C1/p1?thread_ts=1&cid=C1',
};

async function open(options: Parameters<typeof startMailServer>[0] = {}): Promise<MailServer> {
  const server = await startMailServer(options);
  closing.push(() => server.close());
  return server;
}

async function trust({ ca }: MailServer): Promise<TlsMode> {
  const file = join(await mkdtemp(join(tmpdir(), 'mail-ca-')), 'ca.pem');
  await writeFile(file, ca);
  return { mode: 'ca', file };
}

function mailerFor(port: number, change: Partial<MailConfig> = {}, timeoutMs = 8_000) {
  const login = { user: LOGIN.user, password: createSecret(LOGIN.password) };
  const from = { name: 'Watchkeeper', address: 'watchkeeper@example.com' };
  const config: MailConfig = {
    ...{ host: '127.0.0.1', port, encryption: 'starttls', tls: { mode: 'verify' }, login, from },
    followUps: [],
    ...change,
  };
  const clock = { now: () => NOW, sleep: async () => {} };
  return createMailer({ config, timezone: 'Asia/Seoul', texts: catalogues.en, clock, timeoutMs });
}

const never = new AbortController().signal;
const send = (mailer: ReturnType<typeof mailerFor>, change: Partial<AlertMail> = {}) =>
  mailer.send({ ...MAIL, ...change }, never);

describe('a mail', () => {
  it('goes through STARTTLS and the login, to one address, and says what is known', async () => {
    const server = await open();
    await send(mailerFor(server.port, { tls: await trust(server) }));
    const [mail] = server.mails;
    expect(mail).toMatchObject({
      isEncrypted: true,
      user: 'watchkeeper',
      from: 'watchkeeper@example.com',
      to: ['oncall@example.com'],
    });
    expect(mail?.header('Subject')).toBe('[Critical] NextuseDown · nextuse');
    expect(mail?.header('From')).toBe('Watchkeeper <watchkeeper@example.com>');
    expect(mail?.header('To')).toBe('oncall@example.com, lead@example.com');
    expect(mail?.header('Message-ID')).toBe('<grp_01.step-2-1@example.com>');
    expect(mail?.header('References')).toBe('<grp_01@example.com>');
    expect(mail?.header('In-Reply-To')).toBe('<grp_01@example.com>');
    expect(mail?.header('Date')).toBe('Sat, 21 Nov 2026 18:12:00 +0000');
    expect(mail?.header('Auto-Submitted')).toBe('auto-generated');
    for (const words of [
      'for 15 m',
      'NextuseDown',
      'Critical',
      'nextuse',
      '02:57 KST',
      'prometheus',
      '프론트엔드 응답 없음',
    ])
      for (const body of [mail?.text, mail?.html]) expect(body).toContain(words);
    expect(mail?.text).toContain(MAIL.link);
    expect(mail?.html).toContain('href="https://team.slack.example/archives/C1/p1?thread_ts=1&amp;cid=C1"');
  });

  it('with TLS from the first byte, or none where the inventory says so', async () => {
    const tls = await open({ isTlsFromStart: true });
    await send(mailerFor(tls.port, { encryption: 'tls', tls: { mode: 'insecure' } }));
    expect(tls.mails[0]?.isEncrypted).toBe(true);
    const plain = await open({ needsLogin: false });
    const { login: _, ...config } = { login: 0 };
    await createMailer({
      config: {
        ...config,
        ...{ host: '127.0.0.1', port: plain.port, encryption: 'none', tls: { mode: 'verify' } },
        from: { address: 'w@example.com' },
        followUps: [],
      },
      ...{ timezone: 'UTC', texts: catalogues.ko, clock: { now: () => NOW, sleep: async () => {} } },
    }).send(MAIL, never);
    expect(plain.mails[0]).toMatchObject({ isEncrypted: false, user: undefined });
    expect(plain.mails[0]?.text).toContain('15 m 동안 아무도 확인하지 않았습니다');
  });

  it('that follows says what became of it, in the same thread under the same subject', async () => {
    const server = await open();
    const mailer = mailerFor(server.port, { tls: await trust(server) });
    await send(mailer, { id: 'grp_01.resolved-1', news: { kind: 'acknowledged', person: 'jin', afterMs: 420_000 } });
    const [mail] = server.mails;
    expect(mail?.text).toContain('Acknowledged by jin after 7 m.');
    expect(mail?.header('Subject')).toBe('Re: [Critical] NextuseDown · nextuse');
    expect(mail?.header('References')).toBe('<grp_01@example.com>');
  });
});

describe('what a sender writes', () => {
  it('adds no header, no recipient, no tag, no hidden direction, and no secret', async () => {
    const server = await open();
    const evil = 'Down\r\nBcc: all@evil.example\r\n\r\n<script>alert(1)</script> \u202Egnp.exe password=hunter22';
    await send(mailerFor(server.port, { tls: await trust(server) }), {
      subject: `[Critical] ${evil}`,
      title: evil,
      service: evil,
      source: 'x\nX-Evil: 1',
      summary: `${evil}\n.\nQUIT\n`,
      news: { kind: 'acknowledged', person: evil, afterMs: 1 },
    });
    expect(server.mails).toHaveLength(1);
    const [mail] = server.mails;
    expect(mail?.to).toEqual(['oncall@example.com']);
    expect(mail?.headers.filter((line) => /^(bcc|x-evil)/i.test(line))).toEqual([]);
    expect(mail?.headers.filter((line) => line.startsWith('Subject:'))).toHaveLength(1);
    expect(mail?.header('Subject')).toMatch(/^Re: \[Critical\] Down Bcc: all@evil\.example <script>/);
    expect(mail?.html).not.toContain('<script');
    expect(mail?.html).toContain('&lt;script&gt;');
    for (const body of [mail?.raw, mail?.text, mail?.html]) expect(body).not.toMatch(/hunter22|\u202E/);
  });
});

describe('a server that does not take it', () => {
  const failure = async (promise: Promise<unknown>) =>
    promise.then(
      () => ({ code: 'none', message: '', hint: '' }),
      (error: { code: string; message: string; hint: string }) => error,
    );

  it('is not trusted by an unknown certificate, and gets no password', async () => {
    const server = await open();
    const error = await failure(send(mailerFor(server.port)));
    expect(error).toMatchObject({ code: 'unreachable', hint: expect.stringContaining('CA file') });
    expect(error.message).toMatch(/cannot be trusted: .*self-signed certificate/i);
    const other = await open({ address: '127.0.0.9' });
    const misnamed = await failure(send(mailerFor(other.port, { tls: await trust(other) })));
    expect(misnamed.message).toMatch(/cannot be trusted: .*altnames/i);
    expect([...server.mails, ...other.mails]).toEqual([]);
  });

  it('without STARTTLS gets nothing in the clear', async () => {
    const server = await open({ hasStartTls: false });
    const error = await failure(send(mailerFor(server.port, { tls: { mode: 'insecure' } })));
    expect(error).toMatchObject({ code: 'unreachable' });
    expect(error.message).toContain('does not begin TLS');
    expect(server.mails).toEqual([]);
  });

  it('refuses the login: nobody sees the password', async () => {
    const server = await open();
    const login = { user: LOGIN.user, password: createSecret('wrong-and-secret') };
    const mailer = mailerFor(server.port, { tls: { mode: 'insecure' }, login });
    for (const error of [await failure(send(mailer)), await failure(mailer.check())]) {
      expect(error).toMatchObject({ code: 'unreachable', hint: expect.stringContaining('password') });
      expect(error.message).toContain('refuses the login as watchkeeper: 535');
      expect(JSON.stringify(error)).not.toContain('wrong-and-secret');
    }
  });

  it('refuses for good, or for now', async () => {
    const server = await open();
    const mailer = mailerFor(server.port, { tls: { mode: 'insecure' } });
    server.unknown.add('oncall@example.com');
    expect(await failure(send(mailer))).toMatchObject({
      code: 'remote_failed',
      message: expect.stringContaining('No such user oncall@example.com'),
    });
    server.unknown.clear();
    server.onMail = () => {
      throw toAnswer(451, 'Greylisted, come back later');
    };
    expect(await failure(send(mailer))).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('451'),
    });
    expect(server.mails).toEqual([]);
  });

  it('is down, hangs, or does not answer after the last line: nobody waits for ever', async () => {
    const server = await open();
    await server.close();
    expect(await failure(send(mailerFor(server.port)))).toMatchObject({ code: 'unreachable' });

    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => silent.close(() => resolve())));
    const { port } = silent.address() as { port: number };
    const before = performance.now();
    expect(await failure(send(mailerFor(port, {}, 400)))).toMatchObject({ code: 'unreachable' });
    expect(performance.now() - before).toBeLessThan(4_000);

    const slow = await open();
    slow.onMail = () => new Promise(() => {});
    expect(await failure(send(mailerFor(slow.port, { tls: { mode: 'insecure' } }, 1_000)))).toMatchObject({
      code: 'outcome_unknown',
    });
  });

  it('answers a check with what it is', async () => {
    const server = await open();
    await mailerFor(server.port, { tls: await trust(server) }).check();
    expect(server.mails).toEqual([]);
    expect(server.connections).toBe(1);
  });
});
