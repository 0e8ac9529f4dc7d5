import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBotProcess } from '../../sandbox/bot-process.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';

const run = promisify(execFile);
const launch = join(import.meta.dirname, '..', '..', 'src', 'launch.js');

interface Finding {
  check: string;
  level: 'ok' | 'warn' | 'fail';
  message: string;
  fix?: string;
}

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox({ ttlDivisor: 30 });
});
afterEach(() => sandbox.close());

async function doctor(
  more: Record<string, string> = {},
  args: string[] = ['--json'],
): Promise<{ code: number; text: string; findings: Finding[] }> {
  const env = { ...sandbox.environment, ...more };
  const { code, text } = await run(process.execPath, [launch, 'doctor', ...args], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, text: stdout + stderr }),
    (thrown: { code: number; stdout: string; stderr: string }) => ({
      code: thrown.code,
      text: thrown.stdout + thrown.stderr,
    }),
  );
  const findings = args.includes('--json') ? (JSON.parse(text) as { findings: Finding[] }).findings : [];
  return { code, text, findings };
}

const failed = (findings: readonly Finding[]): string[] =>
  findings.filter(({ level }) => level === 'fail').map(({ check, message }) => `${check}: ${message}`);

async function changeInventory(from: string | RegExp, to: string): Promise<void> {
  const file = sandbox.environment['WATCHKEEPER_INVENTORY'] ?? '';
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(from);
  await writeFile(file, text.replace(from, to));
}

describe('doctor', { timeout: 90_000 }, () => {
  it('finds everything well in a world that is, and changes nothing in it', async () => {
    const { code, findings } = await doctor();
    expect(failed(findings)).toEqual([]);
    expect(code).toBe(0);
    const found = new Set(findings.map(({ check }) => check));
    for (const check of [
      'configuration',
      'runbooks',
      'store',
      'disk',
      'http',
      'clock',
      'slack.token',
      'slack.scopes',
      'slack.appToken',
      'slack.channel.incidents',
      'slack.channel.audit',
      'slack.usergroup.S0ONCALL',
      'slack.people',
      'cloudflare.token',
      'cloudflare.record.nextuse',
      'cloudflare.zone.jin7942.co.kr',
      'host.home',
      'host.home.key',
      'host.home.clock',
      'host.home.docker',
      'host.home.docker.stop',
      'host.home.docker.start',
      'host.home.commands',
      'host.standby',
      'host.standby.docker.inspect',
      'host.standby.commands',
      'data.nextuse',
      'data.nextuse.space',
      'dns.nextuse.resolvers',
      'dns.nextuse.authoritative',
    ])
      expect(found).toContain(check);
    expect(sandbox.world.cloudflare.writes).toBe(0);
    expect(sandbox.slack.violations).toEqual([]);
    expect(sandbox.slack.calls.every(({ method }) => !method.startsWith('chat.'))).toBe(true);
    const human = await doctor({}, []);
    expect(human.text).toMatch(/^ok {4}configuration: /);
    expect(sandbox.world.primary.commands.filter(({ argv }) => argv.includes('jin-gateway'))).toEqual([]);
    expect(human.text).toMatch(/\d+ ok, \d+ to look at, 0 to mend\.\n$/);
  });

  it('names each thing that is wrong, with what to do, and ends with 1', async () => {
    const { slack, world } = sandbox;
    world.primary.faults.docker = 'down';
    world.standby.faults.changeHostKey();
    await changeInventory('C0AUDIT', 'C0NOSUCH');
    await changeInventory(/resolvers:\n(\s+)- \S+/, 'resolvers:\n$1- 127.0.0.1:9');
    const { code, findings, text } = await doctor({ SLACK_APP_TOKEN: 'xapp-1-wrong' });
    expect(code).toBe(1);
    const told = failed(findings).join('\n');
    expect(told).toMatch(/host\.home\.docker: .*docker/i);
    expect(told).toMatch(/host\.standby: .*another (host )?key|host\.standby: .*key/i);
    expect(told).toMatch(/slack\.channel\.audit: audit C0NOSUCH: channel_not_found/);
    expect(told).toMatch(/slack\.appToken: .*invalid_auth/);
    expect(told).toMatch(/dns\.nextuse\.resolvers: /);
    for (const { level, fix } of findings) expect(typeof fix).toBe(level === 'ok' ? 'undefined' : 'string');
    for (const secret of [slack.botToken, world.cloudflare.token, 'xapp-1-wrong']) expect(text).not.toContain(secret);
    const human = (await doctor({ SLACK_APP_TOKEN: 'xapp-1-wrong' }, [])).text;
    expect(human).toMatch(/FAIL {2}slack\.appToken: .*\n {7}→ Make an app-level token/);
  });

  it('says that Slack and Cloudflare refuse the tokens', async () => {
    sandbox.world.cloudflare.faults.badToken(true);
    const { code, findings } = await doctor({ SLACK_BOT_TOKEN: 'xoxb-wrong' });
    expect(code).toBe(1);
    const told = failed(findings).join('\n');
    expect(told).toMatch(/slack\.token: .*invalid_auth/);
    expect(told).toMatch(/cloudflare\.record\.nextuse: /);
    expect(findings).toContainEqual(expect.objectContaining({ check: 'cloudflare.token', level: 'warn' }));
  });

  it('tells in the language of the inventory, fixes included, and ends with 0 when there are only warnings', async () => {
    await sandbox.close();
    sandbox = await createSandbox({ ttlDivisor: 30, locale: 'ko' });
    const { code, findings } = await doctor();
    expect(code).toBe(0);
    const warned = findings.filter(({ level }) => level === 'warn');
    expect(warned.map(({ check }) => check)).toEqual(['cloudflare.zone.jin7942.co.kr']);
    expect(warned[0]?.message).toContain('써 보지 않고는 알 수 없습니다');
    expect(warned[0]?.fix).toContain('실행하세요');
    expect((await doctor({}, [])).text).toMatch(/주의 {2}cloudflare\.zone\..*\n {7}→ 새 토큰마다 .*실행하세요/);
    expect((await doctor({}, ['--jsn'])).code).toBe(2);
  });

  it('proves on demand that the token may edit, beside a running bot, and writes that down', async () => {
    const bot = createBotProcess({ ...sandbox, logFile: join(sandbox.folder, 'bot.log') });
    await bot.start();
    const before = sandbox.world.cloudflare.record();
    const proven = await doctor({}, ['--json', '--try-write']);
    expect(proven.code).toBe(0);
    expect(proven.findings.filter(({ level }) => level === 'warn')).toEqual([]);
    expect(proven.findings.map(({ check }) => check)).toContain('cloudflare.write.nextuse');
    expect(sandbox.world.cloudflare.writes).toBe(1);
    expect(sandbox.world.cloudflare.record()).toEqual({ ...before, modified_on: expect.any(String) as string });
    sandbox.world.cloudflare.faults.tokenIs({ listsPermissions: false });
    sandbox.world.cloudflare.faults.readOnlyToken(true);
    expect((await doctor()).code).toBe(0);
    const refused = await doctor({}, ['--json', '--try-write']);
    expect(refused.code).toBe(1);
    expect(failed(refused.findings).join()).toMatch(/^cloudflare\.write\.nextuse: the token may not edit/);
    await bot.stop();
    const database = new DatabaseSync(join(sandbox.folder, 'watchkeeper.db'), { readOnly: true });
    const trail = database
      .prepare("select outcome from audit_entries where act = 'doctor.wrote' order by sequence")
      .all();
    database.close();
    expect(trail.map(({ outcome }) => outcome)).toEqual(['intended', 'ok', 'intended', 'failed']);
  });

  it('names who could not show the code that policy asks for, until they are enrolled', async () => {
    await sandbox.close();
    sandbox = await createSandbox({ ttlDivisor: 30, policies: { destructive: { stepUp: 'totp' } } });
    const { code, findings } = await doctor();
    expect(code).toBe(1);
    expect(failed(findings)).toEqual([expect.stringMatching(/^stepUp\.destructive: .*nobody can decide/)]);
    for (const { fix = '' } of findings.filter(
      ({ check, level }) => check === 'stepUp.destructive' && level === 'warn',
    )) {
      const [, person = ''] = /npx watchkeeper totp enrol (\w+)/.exec(fix) ?? [];
      await run(process.execPath, [launch, 'totp', 'enrol', person], { env: { ...sandbox.environment } });
    }
    const after = await doctor();
    expect(after.code).toBe(0);
    expect(after.findings.find(({ check }) => check === 'stepUp.destructive')).toMatchObject({ level: 'ok' });
  });

  it('sees a bot that runs and one that does not, a foreign record, a wrong machine and a broken chain', async () => {
    const bot = createBotProcess({ ...sandbox, logFile: join(sandbox.folder, 'bot.log') });
    await bot.start();
    await sandbox.slack.as('U0JIN').type('/dns nextuse', { channel: 'C0INCIDENTS' });
    const running = await doctor();
    expect(running.findings.find(({ check }) => check === 'http')?.message).toContain('a bot answers at');
    expect(failed(running.findings)).toEqual([]);
    await bot.stop();

    const path = join(sandbox.folder, 'watchkeeper.db');
    const database = new DatabaseSync(path);
    database.exec("drop trigger audit_entries_no_update; update audit_entries set actor = 'x' where sequence = 1");
    database.close();
    await changeInventory('hostname: home-server', 'hostname: other-server');
    await changeInventory('target: jfree.iptime.org', 'target: elsewhere.iptime.org');
    const port = Number(sandbox.environment['WATCHKEEPER_PORT']);
    const stranger = createServer((_request, response) => void response.writeHead(404).end());
    await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve));
    const { findings } = await doctor();
    await new Promise((resolve) => stranger.close(resolve));
    const told = failed(findings).join('\n');
    expect(told).toMatch(/audit: the chain breaks at entry 1/);
    expect(told).toMatch(/host\.home: .*other-server/);
    expect(told).toMatch(/cloudflare\.record\.nextuse: .*jfree\.iptime\.org/);
    expect(told).toMatch(/http: something that is no bot/);
  });

  it('tells problems of the configuration first, when nothing else can be asked', async () => {
    await changeInventory('timezone: Asia/Seoul', 'timezon: Asia/Seoul');
    const { code, findings } = await doctor();
    expect(code).toBe(1);
    expect(failed(findings)[0]).toMatch(/inventory\.yml:\d+: timezon/);
  });
});
