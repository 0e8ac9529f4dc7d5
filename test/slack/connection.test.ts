import { expect, test } from 'vitest';
import { waitUntil } from './delivery-world.ts';
import { sampleRun } from './sample-run.ts';
import { command, openSlackWorld } from './slack-world.ts';

const echo = command(async (input) => ({ kind: 'text', text: `hello ${input.rest(0)}` }));
const at = { channel: 'C0INCIDENTS' };

test('two sockets serve one app', async () => {
  const world = await openSlackWorld({ commands: [echo] });
  expect(world.slack.sockets).toBe(2);
  expect(world.bot.isConnected()).toBe(true);
  expect(world.bot.sinceLastEnvelope()).toBeLessThan(5_000);
  for (let n = 0; n < 6; n++)
    expect((await world.slack.as('U0JIN').type(`/failover ${n}`, at)).shown).toBe(`hello ${n}`);
});

test('a notice of too many events does not end the process', async () => {
  const world = await openSlackWorld({ commands: [echo] });
  const rejections: unknown[] = [];
  const note = (reason: unknown): void => void rejections.push(reason);
  process.on('unhandledRejection', note);
  for (let n = 0; n < 4; n++) await world.slack.faults.rateLimitNotice();
  expect((await world.slack.as('U0JIN').type('/failover still', at)).shown).toBe('hello still');
  process.off('unhandledRejection', note);
  expect(rejections).toEqual([]);
  expect(world.log.lines.map((line) => line.message)).toContain('slack sent a notice');
});

test('while one socket is renewed, the other answers: no command is lost', async () => {
  const world = await openSlackWorld({ commands: [echo] });
  world.slack.faults.failNext('apps.connections.open', { mode: 'http503', times: 3 });
  world.slack.faults.disconnectSockets({ refresh: true, count: 1 });
  const answers: string[] = [];
  for (let n = 0; n < 10; n++) {
    answers.push((await world.slack.as('U0JIN').type(`/failover ${n}`, at)).shown);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  expect(answers).toEqual(Array.from({ length: 10 }, (_, n) => `hello ${n}`));
  await waitUntil(() => world.slack.sockets === 2, 'both sockets');
});

test('after an outage of Slack both sockets come back by themselves', async () => {
  const world = await openSlackWorld({ commands: [echo] });
  const rejections: unknown[] = [];
  const note = (reason: unknown): void => void rejections.push(reason);
  process.on('unhandledRejection', note);
  world.slack.faults.down(true);
  await waitUntil(() => !world.bot.isConnected(), 'the cut');
  await new Promise((resolve) => setTimeout(resolve, 700));
  world.slack.faults.down(false);
  world.clock.forward('20s');
  await waitUntil(() => world.slack.sockets === 2, 'both sockets');
  expect((await world.slack.as('U0JIN').type('/failover again', at)).shown).toBe('hello again');
  process.off('unhandledRejection', note);
  expect(rejections).toEqual([]);
});

test('Slack is down at boot: the bot starts, and connects when Slack is back', async () => {
  const world = await openSlackWorld({ commands: [echo], isDown: true });
  expect(world.bot.isConnected()).toBe(false);
  world.slack.faults.down(false);
  world.clock.forward('30s');
  await waitUntil(() => world.slack.sockets === 2, 'both sockets');
  expect((await world.slack.as('U0JIN').type('/failover late', at)).shown).toBe('hello late');
});

test('a bot token that Slack refuses ends the start with what to do', async () => {
  await expect(openSlackWorld({ botToken: 'xoxb-wrong', allowsViolations: true })).rejects.toMatchObject({
    code: 'not_allowed',
    message: 'Slack does not accept the bot token (invalid_auth)',
    hint: 'Put the token of the installed app (xoxb-…) into SLACK_BOT_TOKEN.',
  });
});

test('an app-level token that Slack refuses is fatal, and says which one', async () => {
  const world = await openSlackWorld({ appToken: 'xapp-wrong', allowsViolations: true });
  await waitUntil(() => world.fatal.length > 0, 'the error');
  expect(world.fatal[0]).toMatchObject({
    code: 'not_allowed',
    message: 'Slack does not accept the app-level token (invalid_auth)',
  });
});

test('missing scopes are named in the log', async () => {
  const world = await openSlackWorld({
    workspace: { manifest: { scopes: ['commands', 'chat:write', 'usergroups:read'] } },
  });
  const line = world.log.lines.find((one) => one.facts['missing'] !== undefined);
  expect(line?.facts['missing']).toEqual([
    'channels:history',
    'groups:history',
    'im:history',
    'mpim:history',
    'files:write',
    'users:read',
  ]);
});

test('stopping takes less than a second, whatever the sockets do', async () => {
  const world = await openSlackWorld({ commands: [echo] });
  const started = performance.now();
  await world.bot.stop();
  expect(performance.now() - started).toBeLessThan(1_000);
  await waitUntil(() => world.slack.sockets === 0, 'no sockets');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(world.slack.sockets).toBe(0);
});

test('HTTP mode: signed requests from the future are refused', async () => {
  const world = await openSlackWorld({ mode: 'http', commands: [echo] });
  world.clock.forward('1s');
  expect((await world.slack.as('U0JIN').type('/failover http', at)).shown).toBe('hello http');
  expect(world.bot.route).toMatchObject({ method: 'POST', path: '/slack/events' });
  const status = await new Promise<number>((resolve) => {
    const ahead = String(Math.floor(world.clock.now().getTime() / 1_000) + 3_600);
    const signature = `v0=${'0'.repeat(64)}`;
    const request = { headers: { 'x-slack-request-timestamp': ahead, 'x-slack-signature': signature } };
    const response = {
      writeHead: (code: number) => (resolve(code), response),
      end: () => response,
      once: () => response,
    };
    world.bot.route?.answer(request as never, response as never);
  });
  expect(status).toBe(401);
});

test('a usergroup is asked once a minute, and at once after it changed', async () => {
  const world = await openSlackWorld();
  const asked = (): number => world.slack.calls.filter((call) => call.method === 'usergroups.users.list').length;
  expect(await world.bot.directory.findMembers('S0ONCALL')).toEqual(new Set(['U0MINA']));
  await world.bot.directory.findMembers('S0ONCALL');
  expect(asked()).toBe(1);
  world.slack.admin.setUsergroup('S0ONCALL', ['U0YUNA']);
  await waitUntil(
    async () => (await world.bot.directory.findMembers('S0ONCALL'))?.has('U0YUNA') === true,
    'the new member',
  );
  expect(asked()).toBe(2);
  world.clock.forward('61s');
  await world.bot.directory.findMembers('S0ONCALL');
  expect(asked()).toBe(3);
});

test('a usergroup that cannot be read has no members at all', async () => {
  const world = await openSlackWorld({ allowsViolations: true });
  expect(await world.bot.directory.findMembers('S0NOSUCH')).toBeUndefined();
});

test('deactivated accounts, bots and whom Slack does not know are told apart, and asked about once a minute', async () => {
  const people = [
    { id: 'U0MINA', name: 'mina' },
    { id: 'U0GONE', name: 'gone', deleted: true },
    { id: 'U0ROBOT', name: 'robot', isBot: true },
  ];
  const world = await openSlackWorld({ workspace: { people, channels: [], usergroups: [] }, allowsViolations: true });
  const { directory } = world.bot;
  const ids = ['U0MINA', 'U0GONE', 'U0ROBOT', 'U0NOBODY'];
  const ask = (): Promise<string[]> => Promise.all(ids.map((id) => directory.findStanding(id)));
  expect(await ask()).toEqual(['active', 'deactivated', 'bot', 'unknown']);
  world.slack.admin.deactivate('U0MINA');
  expect((await ask())[0]).toBe('active');
  world.clock.forward('61s');
  expect((await ask())[0]).toBe('deactivated');
  // What is not known is not kept.
  expect(world.slack.calls.filter(({ method }) => method === 'users.info').length).toBe(9);
});

test('while Slack is down nobody is a member, and nothing is known of anybody, within two seconds', async () => {
  const world = await openSlackWorld();
  world.slack.faults.down(true);
  const started = performance.now();
  expect(await world.bot.directory.findMembers('S0ONCALL')).toBeUndefined();
  expect(await world.bot.directory.findStanding('U0MINA')).toBe('unknown');
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('App Home shows services, runs and what waits for the person', async () => {
  const waiting = sampleRun({ status: 'awaiting_approval', binding: 'bound', expiresAt: Date.now() + 900_000 });
  const world = await openSlackWorld({
    runs: { list: async ({ status }) => (status ? [waiting] : [waiting]), request: async () => sampleRun() },
  });
  const mina = world.slack.as('U0MINA');
  await mina.openHome();
  await waitUntil(() => mina.home() !== undefined, 'the home');
  expect(mina.home()?.plain).toMatch(
    /Waits for you\n• \*Failover of nextuse\*[\s\S]*Services\n\*nextuse\*[\s\S]*\[Check standby\]/,
  );
  const jin = world.slack.as('U0JIN');
  await jin.openHome();
  await waitUntil(() => jin.home() !== undefined, 'the home');
  expect(jin.home()?.plain).toMatch(/Waits for you\nNothing\./);
});
