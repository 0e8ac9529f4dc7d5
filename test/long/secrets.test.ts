import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import { startAlertmanager } from '../../sandbox/alertmanager.ts';
import { createBotProcess, type BotProcess } from '../../sandbox/bot-process.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { SeenMessage } from '../../sandbox/slack/person/seen.ts';
import type { Program } from '../../sandbox/world/programs/program.ts';
import { collectTraces, createPlants, type Plants } from '../support/planted-secrets.ts';

// Put together here, so that no scanner takes a test for a leak.
const AWS_KEY_ID = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
const AT = { channel: 'C0INCIDENTS' };

let cores: Plants['cores'];
let plant: Plants['plant'];
let sandbox: Sandbox;
let bot: BotProcess;
let proxy: Server | undefined;
beforeEach(async () => {
  ({ cores, plant } = createPlants());
  proxy = undefined;
  sandbox = await createSandbox({ ttlDivisor: 30, rates: 'off' });
});
afterEach(async () => {
  if (bot.isRunning) await bot.kill();
  await new Promise((resolve) => (proxy ? proxy.close(resolve) : resolve(undefined)));
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
  const server = createServer((request, response) => {
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
  proxy = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { pathname } = new URL(sandbox.world.cloudflare.url);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname === '/' ? '' : pathname}`;
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

function expectNone(found: ReadonlyMap<string, string>, own: readonly string[]): void {
  for (const [place, said] of found) {
    for (const [where, core] of cores) expect([place, where, said.includes(core)]).toEqual([place, where, false]);
    for (const secret of own) expect([place, said.includes(secret)]).toEqual([place, false]);
  }
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

    const found = await collectTraces(sandbox, bot, environment);
    expect([...found.keys()]).toEqual(expect.arrayContaining(['watchkeeper.db', 'bot.log', 'files']));
    expect(found.get('files')).toContain('DB_PASSWORD=[redacted]');
    expect(found.get('watchkeeper.db')).toContain(
      '⟦secret:DEPLOY_KEY⟧'.replaceAll(/[⟦⟧]/g, (mark) => Buffer.from(mark).toString('latin1')),
    );
    expectNone(found, [slack.botToken, slack.appToken, world.cloudflare.token, AWS_KEY_ID]);
  },
);

/** Bodies as monitoring systems send them, with a secret in every place that a person could have put one. */
function toBodies(deployKey: string): Record<string, { type?: string; body: string }> {
  const alert = {
    status: 'firing',
    labels: {
      alertname: 'NextuseDown',
      service: 'nextuse',
      severity: 'critical',
      dsn: `postgres://app:${plant('a URL in a label')}@db:5432/app`,
      api_token: plant('a telling label'),
    },
    annotations: {
      summary: `login with password=${plant('a summary')} failed`,
      description: `curl -u app:${plant('a flag in a description')} said: Authorization: Bearer ${plant('a header')}`,
      runbook_url: `https://jin:${plant('user info of a link')}@wiki.example.com/x?token=${plant('a query of a link')}`,
      secret: plant('a telling annotation'),
    },
    startsAt: '2026-11-27T00:00:00.000Z',
    generatorURL: `http://prometheus/graph?access_token=${plant('the generator’s link')}`,
  };
  const grafana = {
    ...alert,
    labels: { alertname: `Disk of postgres://app:${plant('a name')}@db/app`, severity: 'warning' },
    annotations: { summary: `with ghp_${plant('a GitHub token')}` },
    fingerprint: 'c6eadffa33fcdf37',
    values: { A: 1 },
    valueString: `[ var='A' labels={jwt=eyJhbGciOiJIUzI1NiJ9.${plant('a JWT')}.x} value=1 ]`,
  };
  const key = `-----BEGIN RSA PRIVATE KEY-----\n${plant('a private key')}\n-----END RSA PRIVATE KEY-----`;
  const posted = {
    username: 'cron',
    text: `backup failed, deployed with ${deployKey}\n${key}`,
    attachments: [{ title: 'backup', color: 'danger', fields: [{ title: 'DB_PASSWORD', value: plant('a field') }] }],
  };
  const group = { groupKey: `{}:{dsn="${alert.labels.dsn}"}`, groupLabels: { dsn: alert.labels.dsn } };
  return {
    prometheus: { body: JSON.stringify({ version: '4', status: 'firing', ...group, alerts: [alert] }) },
    grafana: {
      body: JSON.stringify({ version: '1', status: 'firing', groupKey: 'g', title: 'x', orgId: 1, alerts: [grafana] }),
    },
    chat: {
      type: 'application/x-www-form-urlencoded',
      body: `payload=${encodeURIComponent(JSON.stringify(posted))}`,
    },
    any: {
      body: JSON.stringify({
        title: `job failed: --api-key ${plant('a key of our own making')}`,
        message: JSON.stringify({ password: plant('JSON within JSON') }),
        env: { SMTP_PASS: plant('what no field reads') },
      }),
    },
    kibana: { body: `not JSON: cookie: sid=${plant('a body that nobody understands')}` },
  };
}

it(
  'whatever secrets monitoring systems send, nobody sees them anywhere, and what is the same alert stays so',
  { timeout: 90_000 },
  async () => {
    const { slack } = sandbox;
    const alertmanager = await startAlertmanager();
    const told: string[] = [];
    const pager = createServer((request, response) => {
      void text(request).then((body) => void told.push(body));
      response.end();
    });
    onTestFinished(async () => {
      pager.close();
      await alertmanager.close();
    });
    await new Promise<void>((resolve) => pager.listen(0, '127.0.0.1', resolve));
    const file = sandbox.environment['WATCHKEEPER_INVENTORY'] ?? '';
    const inventory = parse(await readFile(file, 'utf8')) as {
      alerts: { sources: Record<string, object> };
      services: { nextuse: { primary: { fence: object } } };
    };
    const { sources } = inventory.alerts;
    sources['chat'] = { type: 'slack', token: '${GRAFANA_TOKEN}' };
    sources['any'] = { type: 'generic', token: '${GRAFANA_TOKEN}' };
    sources['prometheus'] = { ...sources['prometheus'], api: alertmanager.url };
    const webhook = `http://127.0.0.1:${(pager.address() as AddressInfo).port}/page`;
    const deployKey = plant('a secret of the inventory');
    Object.assign(inventory.alerts, { escalation: [{ after: '1s', webhook }] });
    Object.assign(inventory.services.nextuse.primary.fence, { commands: [['notify', '${DEPLOY_KEY}']] });
    await writeFile(file, stringify(inventory));
    const environment = { ...sandbox.environment, DEPLOY_KEY: deployKey, LOG_LEVEL: 'trace' };
    bot = createBotProcess({ botUrl: sandbox.botUrl, logFile: join(sandbox.folder, 'bot.log'), environment });
    await bot.start();

    const { prometheus, grafana, kibana } = sandbox.alertTokens;
    const tokens: Record<string, string> = { prometheus, grafana, kibana, chat: grafana, any: grafana };
    const bodies = toBodies(deployKey);
    // Twice each: what is the same to its sender is one alert here.
    for (const [source, { body, type = 'application/json' }] of [
      ...Object.entries(bodies),
      ...Object.entries(bodies),
    ]) {
      const headers = { authorization: `Bearer ${tokens[source]}`, 'content-type': type };
      const { status } = await fetch(`${sandbox.botUrl}/alerts/${source}`, { method: 'POST', headers, body });
      expect([source, status]).toEqual([source, 200]);
    }
    const shown = (words: string): SeenMessage | undefined =>
      slack.channel('C0INCIDENTS').messages.find(({ plain }) => plain.includes(words));
    const disk = 'Disk of postgres://app:[redacted]@db/app';
    for (const words of ['login with password=[redacted]', disk, 'backup', 'job failed', 'cookie: [redacted]'])
      await slack.waitFor(() => shown(words), { what: words, timeoutMs: 15_000 });
    await slack.waitFor(() => told.length > 0, { what: 'the pager', timeoutMs: 10_000 });

    const jin = slack.as('U0JIN');
    const listed = await jin.type('/alerts', AT);
    expect(listed.shown.split('\n')).toHaveLength(5);
    expect((await jin.type('/silence NextuseDown 1h', AT)).shown).toContain('Silenced');
    await jin.click({ channel: 'C0INCIDENTS', ts: shown('backup')?.ts ?? '' }, 'Acknowledge');
    await slack.waitFor(() => shown('backup')?.plain.includes('Acknowledged'), { what: 'the acknowledgement' });
    // The silence holds for what Alertmanager knows, secrets and all.
    const { alerts } = JSON.parse(bodies['prometheus']?.body ?? '') as { alerts: { labels: Record<string, string> }[] };
    alertmanager.setAlerts([{ fingerprint: 'f', labels: alerts[0]?.labels ?? {} }]);
    const asked = await fetch(`${alertmanager.url}/api/v2/alerts`);
    expect(await asked.json()).toMatchObject([{ status: { state: 'suppressed' } }]);

    const found = await collectTraces(sandbox, bot, environment);
    found.set('the pager', told.join('\n'));
    found.set('Alertmanager', JSON.stringify(alertmanager.silences));
    expect(cores.size).toBe(19);
    for (const words of ['DB_PASSWORD', 'SMTP_PASS', 'api_token', '[redacted]', '"NextuseDown"'])
      expect(decodeURIComponent(found.get('bodies') ?? '')).toContain(words);
    expectNone(found, Object.values(tokens));
  },
);
