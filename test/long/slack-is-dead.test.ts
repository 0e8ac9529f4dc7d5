import { afterEach, describe, expect, it } from 'vitest';
import { startBot, type Bot } from '../support/bot.ts';
import { typeVerb, type Typed } from '../support/type-verb.ts';

let bot: Bot;
afterEach(() => bot.close());

/** Without Slack's tokens: nobody has those in a shell at night. */
function terminalEnvironment(): Record<string, string> {
  const { SLACK_BOT_TOKEN: _bot, SLACK_APP_TOKEN: _app, ...environment } = bot.environment;
  return environment;
}

const type = (account: string, ...args: string[]): Promise<Typed> =>
  typeVerb(account, args, terminalEnvironment()).done;

const cards = (): string[] =>
  bot.slack
    .channel('C0INCIDENTS')
    .messages.filter((message) => JSON.stringify(message.metadata)?.includes('/card'))
    .map((message) => message.plain);

/** A failover by two people on two accounts, each of whom has only a terminal. */
async function failOverFromTerminals(): Promise<string> {
  const asked = await type('jin', 'run', 'failover', 'nextuse', '--reason', 'home router is dead');
  expect(asked).toMatchObject({ code: 3, stdout: expect.stringContaining('Approval 0 of 1 given') });
  const id = /run_\w+/.exec(asked.stdout)?.[0] ?? 'none';
  expect(asked.stdout).toContain(`npx watchkeeper approve ${id}`);
  expect(asked.stdout).toContain('Writes since 03:00 KST');
  expect(bot.world.cloudflare.writes).toBe(0);

  const own = await type('jin', 'approve', id, '--yes');
  expect(own).toMatchObject({ code: 1, stderr: expect.stringContaining('your own approval does not count') });
  const stranger = await type('nobody', 'approve', id, '--yes');
  expect(stranger).toMatchObject({ code: 1, stderr: expect.stringContaining('belongs to nobody in the inventory') });

  // On a machine that is busy, a host may not answer in time, which is a change: then it is asked anew.
  let approved = await type('mina', 'approve', id, '--yes');
  for (let tries = 0; approved.code === 3 && tries < 3; tries++) approved = await type('mina', 'approve', id, '--yes');
  expect(approved).toMatchObject({ code: 0, stdout: expect.stringContaining('succeeded') });
  expect(approved.stdout).toContain('npx watchkeeper run failback nextuse');
  return id;
}

async function expectOneTrueCard(id: string): Promise<void> {
  await bot.slack.waitFor(() => cards().some((card) => card.includes(id) && card.includes('succeeded')), {
    what: 'the card',
    timeoutMs: 25_000,
  });
  expect(cards().filter((card) => card.includes(id))).toHaveLength(1);
  expect(bot.world.cloudflare.writes).toBe(1);
  expect((await bot.world.visit()).site).toBe('standby');
  const run = (await bot.store.runs.list({ limit: 1 }))[0];
  const acts = (await bot.acts(run)).map(({ act, actor, via, details }) => ({ act, actor, via, details }));
  expect(acts).toContainEqual(
    expect.objectContaining({
      act: 'run.requested',
      actor: 'jin',
      via: 'cli',
      details: expect.objectContaining({ account: 'jin' }),
    }),
  );
  expect(acts).toContainEqual(
    expect.objectContaining({
      act: 'approval.approved',
      actor: 'mina',
      via: 'cli',
      details: expect.objectContaining({ account: 'mina' }),
    }),
  );
}

describe('Slack is dead', { timeout: 60_000 }, () => {
  it('two people on two accounts fail over through the running bot; Slack comes back to one card that is true', async () => {
    bot = await startBot();
    bot.slack.faults.down(true);
    await bot.world.primary.faults.webDown(true);
    const id = await failOverFromTerminals();
    bot.slack.faults.down(false);
    bot.clock.forward('2m');
    await expectOneTrueCard(id);
  });

  it('and the bot is, too: the terminals do its work, and the bot shows it when it is back', async () => {
    bot = await startBot();
    bot.slack.faults.down(true);
    await bot.stop();
    await bot.world.primary.faults.webDown(true);
    const id = await failOverFromTerminals();
    await bot.boot({ waitsForSlack: false });
    bot.slack.faults.down(false);
    bot.clock.forward('2m');
    await expectOneTrueCard(id);
  });
});
