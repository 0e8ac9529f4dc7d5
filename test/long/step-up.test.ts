import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Secret, TOTP } from 'otpauth';
import { afterEach, describe, expect, it } from 'vitest';
import type { Submitted } from '../../sandbox/slack/person/modal.ts';
import { startBot, type Bot, type Card } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

const run = promisify(execFile);
const NODE = 'node_modules/.bin/node';

/** What an operator types beside the running bot. */
async function totp(...words: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], ...bot.environment };
  return (await run(NODE, ['src/launch.js', 'totp', ...words], { env })).stdout;
}

/** Gives the key that is shown once. */
async function enrol(person: string, ...flags: string[]): Promise<string> {
  const stdout = await totp('enrol', person, ...flags);
  expect(stdout).toMatch(/[█▀▄]{10}/);
  return /the key ((?:[A-Z2-7]{4} ?)+)/.exec(stdout)?.[1]?.replaceAll(' ', '') ?? '';
}

/** As the authenticator app shows it, by the bot's clock. */
function codeOf(key: string, secondsAgo = 0): string {
  const totp = new TOTP({ algorithm: 'SHA1', digits: 6, period: 30, secret: Secret.fromBase32(key) });
  return totp.generate({ timestamp: bot.clock.now().getTime() - secondsAgo * 1_000 });
}

async function askedCard(options = {}): Promise<Card> {
  bot = await startBot({ policies: { destructive: { stepUp: 'totp' } }, ...options });
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  return card;
}

async function approveWith(card: Card, code: string): Promise<Submitted> {
  const mina = bot.slack.as('U0MINA');
  if (!mina.modal()) {
    await card.click('Approve', 'mina');
    await bot.slack.waitFor(() => mina.modal(), { what: 'the form' });
  }
  return mina.submit({ code });
}

describe('a code of the authenticator as well', () => {
  it('nobody approves by clicking alone; the right code does, and is good for once', async () => {
    const card = await askedCard();
    const key = await enrol('mina');
    expect((await approveWith(card, '')).errors?.['code']).toMatch(/six digits/);
    expect((await approveWith(card, '000000')).errors?.['code']).toMatch(/not right/);
    expect((await approveWith(card, codeOf(key, 90))).errors?.['code']).toMatch(/not right/);
    expect((await card.run()).votes).toEqual([]);
    expect(bot.world.cloudflare.writes).toBe(0);
    const code = codeOf(key);
    expect(await approveWith(card, code)).toMatchObject({ closed: true });
    await card.until('succeeded');

    await bot.world.primary.faults.webDown(false);
    const back = await bot.start('/failback nextuse', 'jin');
    await back.until('[Approve]');
    const mina = bot.slack.as('U0MINA');
    await back.click('Approve', 'mina');
    await bot.slack.waitFor(() => mina.modal(), { what: 'the form' });
    expect((await mina.submit({ code })).errors?.['code']).toMatch(/used already/);
    bot.clock.forward('30s');
    expect(await mina.submit({ code: codeOf(key) })).toMatchObject({ closed: true });
    await back.until('succeeded');
    const acts = await bot.acts();
    expect(acts.filter(({ act }) => act === 'totp.refused')).toHaveLength(3);
    expect(JSON.stringify(acts)).not.toContain(key);
    expect(acts.find(({ act, outcome }) => act === 'approval.approved' && outcome === 'ok')?.details).toMatchObject({
      stepUp: 'totp',
    });
  });

  it('five wrong ones lock it for a quarter of an hour, over a restart, even for the right one', async () => {
    const card = await askedCard({ policies: { destructive: { stepUp: 'totp', expires: '1h' } } });
    const key = await enrol('mina');
    for (let tries = 0; tries < 4; tries++)
      expect((await approveWith(card, '000000')).errors?.['code']).toMatch(/not right/);
    expect((await approveWith(card, '000000')).errors?.['code']).toMatch(/none is taken from you for 15 minutes/);
    await bot.restart();
    expect((await approveWith(card, codeOf(key))).errors?.['code']).toMatch(/none is taken/);
    expect((await bot.acts()).filter(({ act }) => act === 'totp.locked')).toHaveLength(1);
    bot.clock.forward('15m');
    await card.until('[Approve]');
    expect(await approveWith(card, codeOf(key))).toMatchObject({ closed: true });
    await card.until('succeeded');
  });

  it('who has none enrolled is told how to; a new key ends the old one', async () => {
    const card = await askedCard();
    expect((await approveWith(card, '123456')).errors?.['code']).toMatch(/none enrolled.*totp enrol mina/);
    const old = await enrol('mina');
    await expect(enrol('mina')).rejects.toMatchObject({ stderr: expect.stringMatching(/already[\s\S]*--replace/) });
    await expect(enrol('nobody')).rejects.toMatchObject({ stderr: expect.stringMatching(/Nobody is called nobody/) });
    const key = await enrol('mina', '--replace');
    expect((await approveWith(card, codeOf(old))).errors?.['code']).toMatch(/not right/);
    expect(await approveWith(card, codeOf(key))).toMatchObject({ closed: true });
    await card.until('succeeded');
    expect(await totp('list')).toMatch(/^mina  since/);
    await totp('remove', 'mina');
    expect(await totp('list')).toMatch(/Nobody/);
    const acts = (await bot.acts()).filter(({ act, via }) => act.startsWith('totp.') && via === 'cli');
    expect(acts.map(({ act, details }) => [act, details])).toMatchObject([
      ['totp.enrolled', { person: 'mina', isReplaced: false }],
      ['totp.enrolled', { person: 'mina', isReplaced: true }],
      ['totp.removed', { person: 'mina' }],
    ]);
  });

  it('breaking the glass asks for it where policy says so', async () => {
    const card = await askedCard({ policies: { breakGlass: { allowed: ['U0JIN'], stepUp: 'totp' } } });
    const key = await enrol('jin');
    const jin = bot.slack.as('U0JIN');
    await card.click('Break glass', 'jin');
    await bot.slack.waitFor(() => jin.modal(), { what: 'the form' });
    const form = { service: 'nextuse', reason: 'nobody is there' };
    expect((await jin.submit({ ...form, code: '' })).errors?.['code']).toMatch(/six digits/);
    expect(bot.world.cloudflare.writes).toBe(0);
    expect(await jin.submit({ ...form, code: codeOf(key) })).toMatchObject({ closed: true });
    await card.until('succeeded');
  });

  it('skipping a destructive step asks for it, too', async () => {
    const card = await askedCard();
    const key = await enrol('mina');
    bot.world.cloudflare.faults.readOnlyToken(true);
    await approveWith(card, codeOf(key));
    await card.until('[Skip]');
    bot.clock.forward('30s');
    const mina = bot.slack.as('U0MINA');
    await card.click('Skip', 'mina');
    await bot.slack.waitFor(() => mina.modal(), { what: 'the form' });
    expect((await mina.submit({ reason: 'done by hand' })).errors?.['code']).toMatch(/six digits/);
    expect((await card.run()).steps.some(({ status }) => status === 'skipped')).toBe(false);
    expect(await mina.submit({ reason: 'done by hand', code: codeOf(key) })).toMatchObject({ closed: true });
    await card.until(/skipped by <@U0MINA>/);
  });
});
