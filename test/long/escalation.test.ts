import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { SeenMessage } from '../../sandbox/slack/person/seen.ts';
import { readAlertBody } from '../support/alert-bodies.ts';
import { startBot, type Bot } from '../support/bot.ts';
import { LOGIN, startMailServer, type MailServer } from '../support/mail-server.ts';

let bot: Bot;
let server: MailServer;
afterEach(async () => {
  await bot.close();
  await server.close();
});

const FIRING = readAlertBody('alertmanager/real-nextuse-korean-mention-firing.json');
const RESOLVED = readAlertBody('alertmanager/real-nextuse-resolved.json');
const TO = 'oncall@example.com';

/** Nobody is awake: the on-call group is mentioned after five minutes, then others are called by `second`. */
async function start(second: object = { mail: [TO] }, followUp?: readonly string[]): Promise<void> {
  server = await startMailServer();
  const file = join(await mkdtemp(join(tmpdir(), 'escalation-')), 'ca.pem');
  await writeFile(file, server.ca);
  bot = await startBot({
    alerts: {
      escalation: [
        { after: '5m', mention: ['S0ONCALL'] },
        { after: '15m', ...second },
      ],
      mail: {
        ...{ host: '127.0.0.1', port: server.port, tls: file, ...LOGIN },
        from: 'Watchkeeper <watchkeeper@example.com>',
        ...(followUp && { followUp }),
      },
    },
  });
}

async function send(body: string): Promise<void> {
  const headers = { authorization: `Bearer ${bot.alertTokens.prometheus}` };
  const answer = await fetch(`${bot.botUrl}/alerts/prometheus`, { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
}

const messages = (channel = 'C0INCIDENTS'): SeenMessage[] => bot.slack.channel(channel).messages;
const alert = (): SeenMessage | undefined => messages().find(({ plain }) => plain.includes('service nextuse'));
const thread = (): string[] =>
  bot.slack
    .channel('C0INCIDENTS')
    .thread(alert()?.ts ?? '')
    .map(({ plain }) => plain);
async function until<T>(find: () => T | Promise<T>, what: string): Promise<NonNullable<Exclude<T, false>>> {
  for (const deadline = Date.now() + 15_000; Date.now() < deadline;) {
    const found = await find();
    if (found) return found as NonNullable<Exclude<T, false>>;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`waited for ${what}`);
}
const threadSays = (words: string): Promise<string> =>
  until(() => thread().find((text) => text.includes(words)), `a reply with ${words}`);
const mailed = async () => (await bot.acts()).filter(({ act }) => act === 'alert.mailed');

async function fireUntilMailIsDue(): Promise<void> {
  await send(FIRING);
  await until(alert, 'the alert');
  bot.clock.forward('6m');
  await threadSays('Nobody has acknowledged');
  expect(server.mails).toEqual([]);
  bot.clock.forward('10m');
}

describe('at 3 a.m. nobody acknowledges', () => {
  it('the group is mentioned, then a mail comes; whoever takes it is told by mail, and so is the end', async () => {
    await start();
    await fireUntilMailIsDue();
    const [mail] = await until(() => server.mails.length > 0 && server.mails, 'a mail');
    expect(mail).toMatchObject({ to: [TO], user: LOGIN.user, isEncrypted: true });
    expect(mail?.header('Subject')).toBe('[Critical] NextuseDown · nextuse');
    expect(mail?.text).toContain('Nobody has acknowledged this critical alert for 16 m');
    expect(mail?.text).toMatch(/Open in Slack: https?:\/\/\S+C0INCIDENTS/);
    expect(mail?.text).toContain('nextuse 프론트엔드 응답 없음');
    await threadSays(`Mailed to ${TO} at `);
    expect(thread().filter((text) => text.includes('<!subteam^S0ONCALL>') || text.includes('@oncall'))).toHaveLength(1);

    await bot.slack.as('U0JIN').click({ channel: 'C0INCIDENTS', ts: alert()?.ts ?? '' }, 'Acknowledge');
    await until(() => server.mails.length === 2, 'a second mail');
    expect(server.mails[1]?.text).toMatch(/^Acknowledged by jin after 16 m/);
    await send(RESOLVED);
    await until(() => server.mails.length === 3, 'a third mail');
    expect(server.mails[2]?.text).toMatch(/^Resolved after 16 m/);
    expect(new Set(server.mails.map((one) => one.header('References'))).size).toBe(1);
    expect(new Set(server.mails.map((one) => one.header('Message-ID'))).size).toBe(3);
    expect(new Set(server.mails.map((one) => one.header('Subject')?.replace('Re: ', ''))).size).toBe(1);
    await until(async () => (await mailed()).length === 3, 'three entries');
    expect((await mailed()).map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok']);
    expect(JSON.stringify(await bot.acts())).not.toContain(LOGIN.password);
  });

  it('while the mail server is down that is said; the mail arrives once, also over a restart', async () => {
    await start();
    const { port } = server;
    await server.close();
    await fireUntilMailIsDue();
    await threadSays(`Could not mail ${TO} yet`);
    bot.clock.forward('30s');
    await bot.restart();
    expect((await mailed()).map(({ outcome }) => outcome)).toEqual(['failed']);
    server = await startMailServer({ port });
    bot.clock.forward('5m');
    await threadSays(`Mailed to ${TO} at `);
    expect(thread().join('\n')).not.toContain('Could not mail');
    await bot.restart();
    bot.clock.forward('30m');
    await until(async () => (await mailed()).length === 2, 'the entry');
    expect(server.mails).toHaveLength(1);
  });

  it('whoever acknowledges while the server is down stops the mail', async () => {
    await start();
    const { port } = server;
    await server.close();
    await fireUntilMailIsDue();
    await threadSays('Could not mail');
    await bot.slack.as('U0MINA').click({ channel: 'C0INCIDENTS', ts: alert()?.ts ?? '' }, 'Acknowledge');
    await until(() => alert()?.plain.includes('Acknowledged by'), 'the claim');
    server = await startMailServer({ port });
    bot.clock.forward('10m');
    await until(async () => (await mailed()).at(-1)?.outcome === 'refused', 'that it is not sent');
    expect((await mailed()).at(-1)?.details).toMatchObject({ reason: 'acknowledged', to: TO });
    expect(server.mails).toEqual([]);
  });

  it('an address that does not exist is told, and the others get theirs', async () => {
    await start({ mail: ['gone@example.com', TO] }, []);
    server.unknown.add('gone@example.com');
    await fireUntilMailIsDue();
    await until(
      () => /Could not mail gone@example\.com: .*550.*\n.*Mailed to oncall/s.test(thread().join('')),
      'one note',
    );
    expect(thread().filter((text) => text.includes('gone@example.com'))).toHaveLength(1);
    await bot.slack.as('U0JIN').click({ channel: 'C0INCIDENTS', ts: alert()?.ts ?? '' }, 'Acknowledge');
    bot.clock.forward('20m');
    await until(() => alert()?.plain.includes('Acknowledged by'), 'the claim');
    expect(server.mails.map(({ to }) => to)).toEqual([[TO]]);
  });

  it('a title cannot add a header or a recipient', async () => {
    await start();
    const body = JSON.parse(FIRING) as { alerts: { labels: Record<string, string> }[] };
    for (const { labels } of body.alerts) labels['alertname'] = 'Down\r\nBcc: all@evil.example\r\n\r\n<b>hi</b>';
    await send(JSON.stringify(body));
    await until(alert, 'the alert');
    bot.clock.forward('16m');
    const [mail] = await until(() => server.mails.length > 0 && server.mails, 'a mail');
    expect(mail?.to).toEqual([TO]);
    expect(mail?.headers.filter((line) => /^bcc/i.test(line))).toEqual([]);
    expect(mail?.header('Subject')).toBe('[Critical] Down Bcc: all@evil.example <b>hi</b> · nextuse');
    expect(mail?.html).toContain('&lt;b&gt;hi&lt;/b&gt;');
  });
});

describe('another channel', () => {
  const audit = (): string[] => messages('C0AUDIT').map(({ plain }) => plain);

  it('is called with a mention and the way to the alert, and the message there says how it ended', async () => {
    await start({ channel: 'C0AUDIT', mention: ['U0YUNA'] });
    await fireUntilMailIsDue();
    const call = await until(() => messages('C0AUDIT').find(({ plain }) => plain.includes('NextuseDown')), 'the call');
    expect(call.plain).toContain('<@U0YUNA> Nobody has acknowledged this critical alert for 16 m');
    expect(JSON.stringify(call.blocks)).toMatch(/<https?:\/\/[^|]*C0INCIDENTS[^|]*\|Open the alert>/);
    await bot.slack.as('U0JIN').click({ channel: 'C0INCIDENTS', ts: alert()?.ts ?? '' }, 'Acknowledge');
    await until(() => audit().some((text) => text.includes('Acknowledged by <@U0JIN> after 16 m')), 'the claim');
    await send(RESOLVED);
    await until(() => audit().some((text) => text.includes('Resolved after 16 m')), 'the end');
    expect(messages('C0AUDIT').filter(({ plain }) => plain.includes('NextuseDown'))).toHaveLength(1);
    expect(server.mails).toEqual([]);
  });

  it('where the bot is no member comes to the incidents channel, and says so', async () => {
    await start({ channel: 'C0GENERAL', mention: ['U0YUNA'] });
    await fireUntilMailIsDue();
    const call = await until(() => messages().find(({ plain }) => plain.includes('<@U0YUNA>')), 'the call');
    expect(call.plain).toContain('<#C0GENERAL>');
    await bot.slack.as('U0JIN').click({ channel: 'C0INCIDENTS', ts: alert()?.ts ?? '' }, 'Acknowledge');
    await until(
      () => messages().some(({ plain }) => plain.includes('<@U0YUNA>') && plain.includes('Acknowledged by')),
      'the claim',
    );
  });
});
