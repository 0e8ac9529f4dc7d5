import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createBotProcess, type BotProcess } from '../../sandbox/bot-process.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { SeenMessage } from '../../sandbox/slack/person/seen.ts';
import type { Program } from '../../sandbox/world/programs/program.ts';

const run = promisify(execFile);
const launch = join(import.meta.dirname, '..', '..', 'src', 'launch.js');
// Put together here, so that no scanner takes a test for a leak.
const AWS_KEY_ID = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
const AT = { channel: 'C0INCIDENTS' };

/** Each plant has a core that occurs nowhere else; what is found of it anywhere is a leak. */
const cores = new Map<string, string>();
function plant(where: string): string {
  const core = `Zq${randomBytes(12).toString('hex')}`;
  cores.set(where, core);
  return core;
}

let sandbox: Sandbox;
let bot: BotProcess;
let proxy: Server;
beforeEach(async () => {
  cores.clear();
  sandbox = await createSandbox({ ttlDivisor: 30, rates: 'off' });
});
afterEach(async () => {
  if (bot.isRunning) await bot.kill();
  await new Promise((resolve) => proxy.close(resolve));
  await sandbox.close();
});

/** Cloudflare behind something that answers the first request with an error page full of secrets. */
async function startProxy(): Promise<string> {
  let isFirst = true;
  const leak = JSON.stringify({
    success: false,
    errors: [{ code: 1234, message: `upstream said: authorization: Bearer ${plant('Cloudflare’s error')}` }],
    messages: [],
    result: null,
  });
  proxy = createServer((request, response) => {
    void text(request).then(async (body) => {
      if (isFirst) {
        isFirst = false;
        return response.writeHead(400, { 'content-type': 'application/json' }).end(leak);
      }
      const { pathname } = new URL(sandbox.world.cloudflare.url);
      const target = new URL((request.url ?? '').replace(/^\//, '/'), sandbox.world.cloudflare.url);
      expect(target.pathname.startsWith(pathname)).toBe(true);
      const answer = await fetch(target, {
        method: request.method ?? 'GET',
        headers: {
          authorization: request.headers.authorization ?? '',
          'content-type': request.headers['content-type'] ?? 'application/json',
        },
        ...(body !== '' && { body }),
      });
      const type = answer.headers.get('content-type') ?? 'application/json';
      return response.writeHead(answer.status, { 'content-type': type }).end(await answer.text());
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { pathname } = new URL(sandbox.world.cloudflare.url);
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}${pathname === '/' ? '' : pathname}`;
}

/** What hosts print: every shape that a secret has, and those of the inventory as they came in. */
function createTalkative(): Program {
  const lines = [
    `DB_PASSWORD=${plant('an env file')}`,
    `mysql -u root --password ${plant('a flag')} used_market`,
    `postgres://app:${plant('a URL')}@db:5432/app`,
    `> Authorization: Basic ${plant('a header')}`,
    `< Set-Cookie: sid=${plant('a cookie')}; HttpOnly`,
    `{"token":"${plant('JSON')}","n":1}`,
    `eyJhbGciOiJIUzI1NiJ9.${plant('a JWT')}.x`,
    `ghp_${plant('a GitHub token')}`,
    `cfut_${plant('a Cloudflare token')}abcdefgh`,
    `-----BEGIN OPENSSH PRIVATE KEY-----\n${plant('a private key')}\n-----END OPENSSH PRIVATE KEY-----`,
  ];
  return ({ args, stdout, stderr }) => {
    stdout(`called with ${args.join(' ')}\n`);
    stderr(`${args.join('\n')}\n`);
    for (let n = 0; n < 40; n++) stdout(`${n} ${lines.join('\n')}\n`);
    return 0;
  };
}

const cards = (): SeenMessage[] =>
  sandbox.slack
    .channel('C0INCIDENTS')
    .messages.filter((message) => JSON.stringify(message.metadata)?.includes('/card'));

async function until(words: string): Promise<SeenMessage> {
  const find = (): SeenMessage | undefined => cards().find((card) => card.plain.includes(words));
  return sandbox.slack.waitFor(find, { what: `a card with ${words}`, timeoutMs: 15_000 });
}

/** Everything that the story left anywhere, by where. */
async function collect(environment: Record<string, string>): Promise<Map<string, string>> {
  const { slack } = sandbox;
  const seen = slack.channels().flatMap(({ id }) => {
    const channel = slack.channel(id);
    return [...channel.messages, ...channel.messages.flatMap(({ ts }) => channel.thread(ts))];
  });
  const people = slack.people().flatMap(({ id }) => [slack.as(id).home(), slack.as(id).sees('C0INCIDENTS')]);
  const files = seen.flatMap((message) => message.files ?? []);
  const found = new Map([
    ['messages', JSON.stringify(seen.map(({ files: _files, ...message }) => message))],
    ['what people see', JSON.stringify(people, (key, value: unknown) => (key === 'content' ? '' : value))],
    ['files', files.map(({ content }) => content.toString('latin1')).join('\n')],
    ['calls', JSON.stringify(slack.calls)],
    ['metrics', await (await fetch(`${sandbox.botUrl}/metrics`)).text()],
  ]);
  for (const part of ['show --json -n 1000', 'show', 'export', 'export --format csv']) {
    const { stdout, stderr } = await run(process.execPath, [launch, 'audit', ...part.split(' ')], {
      env: { ...environment, PATH: process.env['PATH'] },
      maxBuffer: 64 * 1024 * 1024,
    });
    found.set(`audit ${part}`, stdout + stderr);
  }
  await bot.stop();
  for (const file of await readdir(sandbox.folder, { withFileTypes: true })) {
    if (file.isFile() && /\.db|\.log/.test(file.name))
      found.set(file.name, await readFile(join(sandbox.folder, file.name), 'latin1'));
  }
  return found;
}

it(
  'whatever goes wrong in a failover, no secret that went in comes out anywhere, and hosts still get theirs',
  { timeout: 90_000 },
  async () => {
    const { slack, world } = sandbox;
    const file = sandbox.environment['WATCHKEEPER_INVENTORY'] ?? '';
    const fence = '      fence:\n';
    const written = await readFile(file, 'utf8');
    expect(written).toContain(fence);
    const commands = '        commands:\n          - [notify, "X-Deploy ${DEPLOY_KEY}", "${FENCE_PASSWORD}"]\n';
    await writeFile(file, written.replace(fence, `${fence}${commands}`));
    const passwordFile = join(sandbox.folder, 'fence-password');
    await writeFile(passwordFile, `${plant('a variable from a file')}\n`);
    const deployKey = plant('a variable of the inventory');
    const environment = {
      ...sandbox.environment,
      CLOUDFLARE_BASE_URL: await startProxy(),
      DEPLOY_KEY: deployKey,
      FENCE_PASSWORD_FILE: passwordFile,
      LOG_LEVEL: 'trace',
    };
    const talkative = createTalkative();
    world.primary.programs.set('notify', talkative);
    const curl = world.standby.programs.get('curl');
    world.standby.programs.set('curl', async (call) => {
      call.stderr(`> X-Api-Key: ${cores.get('curl') ?? plant('curl')}\n`);
      return (await curl?.(call)) ?? 1;
    });
    bot = createBotProcess({ botUrl: sandbox.botUrl, logFile: join(sandbox.folder, 'bot.log'), environment });
    await bot.start();

    const jin = slack.as('U0JIN');
    await jin.openHome();
    await jin.type('/dns nextuse', AT);
    await slack.waitFor(() => cards().some(({ plain }) => plain.includes('upstream said')), {
      what: 'Cloudflare’s error',
      timeoutMs: 10_000,
    });
    await jin.type(`/failover xoxb-${plant('a token typed as a service')}`, AT);
    await jin.type(`/runbook run failover nextuse token=${plant('a parameter')}`, AT);
    await world.primary.faults.webDown(true);
    world.primary.faults.commandFail('notify', 3, `denied: password=${plant('an error')}`, 1);
    await jin.type(`/failover nextuse use ${AWS_KEY_ID} password="${plant('a reason')}"`, AT);
    const asked = await until('[Approve]');
    await slack.as('U0MINA').click({ channel: asked.channel, ts: asked.ts }, 'Approve');
    const failed = await until('[Retry]');
    expect(failed.plain).toMatch(/denied: password=\[redacted\]/);
    await jin.click({ channel: failed.channel, ts: failed.ts }, 'Retry');
    // The gateway is stopped by now, so what was approved is not what is there.
    await until('plan no. 2');
    const again = await until('[Approve]');
    await slack.as('U0MINA').click({ channel: again.channel, ts: again.ts }, 'Approve');
    await until('succeeded');

    // It was all there: the host was called with the secrets, and answered with them.
    const called = world.primary.commands.findLast(({ argv }) => argv[0] === 'notify')?.argv;
    expect(called).toEqual(['notify', `X-Deploy ${deployKey}`, cores.get('a variable from a file')]);
    await slack.waitFor(() => slack.channel('C0AUDIT').messages.length > 0, { what: 'the audit head' });
    await slack.waitFor(
      () =>
        cards().some(({ ts }) =>
          slack
            .channel('C0INCIDENTS')
            .thread(ts)
            .some(({ files }) => files?.length),
        ),
      { what: 'the long output as a file', timeoutMs: 10_000 },
    );
    expect(cores.size).toBe(18);

    const found = await collect(environment);
    expect([...found.keys()]).toEqual(expect.arrayContaining(['watchkeeper.db', 'bot.log', 'files']));
    expect(found.get('files')).toContain('DB_PASSWORD=[redacted]');
    expect(found.get('watchkeeper.db')).toContain(
      '⟦secret:DEPLOY_KEY⟧'.replaceAll(/[⟦⟧]/g, (mark) => Buffer.from(mark).toString('latin1')),
    );
    const own = [slack.botToken, slack.appToken, world.cloudflare.token, AWS_KEY_ID];
    for (const [place, said] of found) {
      for (const [where, core] of cores) expect([place, where, said.includes(core)]).toEqual([place, where, false]);
      for (const secret of own) expect([place, said.includes(secret)]).toEqual([place, false]);
    }
  },
);
