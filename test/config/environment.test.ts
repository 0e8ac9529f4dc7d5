import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { readEnvironment } from '../../src/config/environment.ts';
import { listStoreSecrets } from '../../src/config/store-address.ts';
import { OpsError } from '../../src/core/errors.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';

const SOCKET = { SLACK_BOT_TOKEN: 'xoxb-1-abc', SLACK_APP_TOKEN: 'xapp-1-def' };

function findProblems(env: NodeJS.ProcessEnv, texts = catalogues.en): string[] {
  try {
    readEnvironment(env, texts);
  } catch (error) {
    if (!(error instanceof OpsError) || error.code !== 'invalid_input') throw error;
    return error.message.split('\n');
  }
  return [];
}

function writeSecret(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'secret-')), 'secret');
  writeFileSync(file, text);
  return file;
}

test('two tokens are enough: the rest has defaults', () => {
  const environment = readEnvironment(SOCKET);
  expect(environment).toMatchObject({
    inventory: './inventory.yml',
    store: { kind: 'sqlite', path: './data/watchkeeper.db' },
    http: { host: '127.0.0.1', port: 8080 },
    slack: { mode: 'socket', apiUrl: 'https://slack.com/api/' },
    cloudflare: {},
    logLevel: 'info',
    nodeEnv: 'development',
  });
  expect(environment.slack.botToken.reveal()).toBe('xoxb-1-abc');
});

test('everything can be set', () => {
  expect(
    readEnvironment({
      ...SOCKET,
      WATCHKEEPER_INVENTORY: 'ops/inventory.yml',
      WATCHKEEPER_STORE: 'sqlite:/var/lib/w.db',
      WATCHKEEPER_HOST: '0.0.0.0',
      WATCHKEEPER_PORT: '9000',
      WATCHKEEPER_RUNBOOKS: './ours',
      SLACK_API_URL: 'http://127.0.0.1:4000/api',
      CLOUDFLARE_BASE_URL: 'http://127.0.0.1:4001/client/v4',
      LOG_LEVEL: 'debug',
      NODE_ENV: 'production',
    }),
  ).toMatchObject({
    inventory: 'ops/inventory.yml',
    store: { kind: 'sqlite', path: '/var/lib/w.db' },
    http: { host: '0.0.0.0', port: 9000 },
    slack: { apiUrl: 'http://127.0.0.1:4000/api/' },
    cloudflare: { baseUrl: 'http://127.0.0.1:4001/client/v4' },
    runbooks: './ours',
    logLevel: 'debug',
    nodeEnv: 'production',
  });
});

test('an app token means Socket Mode, a signing secret alone means HTTP', () => {
  const http = { SLACK_BOT_TOKEN: 'xoxb-1-abc', SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5' };
  expect(readEnvironment({ ...SOCKET, ...http }).slack.mode).toBe('socket');
  const { slack } = readEnvironment(http);
  expect(slack.mode === 'http' && slack.signingSecret.reveal()).toBe(http.SLACK_SIGNING_SECRET);
});

test('a secret may come from a file, without its last line break', () => {
  const { slack, cloudflare } = readEnvironment({
    SLACK_BOT_TOKEN_FILE: writeSecret('xoxb-from-file\n'),
    SLACK_APP_TOKEN_FILE: writeSecret('xapp-from-file\r\n'),
    CLOUDFLARE_API_TOKEN_FILE: writeSecret('cf-from-file'),
  });
  expect(slack.botToken.reveal()).toBe('xoxb-from-file');
  expect(slack.mode === 'socket' && slack.appToken.reveal()).toBe('xapp-from-file');
  expect(cloudflare.apiToken?.reveal()).toBe('cf-from-file');
});

test('nothing that is returned prints a secret', () => {
  const environment = readEnvironment({ ...SOCKET, CLOUDFLARE_API_TOKEN: 'cf-secret' });
  const printed = `${JSON.stringify(environment)} ${inspect(environment, { depth: 9 })} ${environment.slack.botToken}`;
  expect(printed).not.toMatch(/1-abc|1-def|cf-secret/);
});

test('empty means not set, as compose files do it', () => {
  expect(readEnvironment({ ...SOCKET, WATCHKEEPER_PORT: '', SLACK_SIGNING_SECRET: '', NODE_ENV: '' }).http.port).toBe(
    8080,
  );
});

test('all problems are told at once', () => {
  expect(findProblems({ WATCHKEEPER_PORT: 'eighty', LOG_LEVEL: 'loud', WATCHKEEPER_STORE: 'mysql://x' })).toEqual([
    'WATCHKEEPER_STORE: not a known kind of store; write sqlite:<path>, e.g. sqlite:./data/watchkeeper.db, or postgres://…',
    'WATCHKEEPER_PORT: not a port; write a whole number from 0 to 65535',
    'LOG_LEVEL: not a level; write fatal, error, warn, info, debug, trace or silent',
    'SLACK_BOT_TOKEN: missing; set the bot token of your Slack app (xoxb-…)',
    'SLACK_APP_TOKEN: missing; set SLACK_APP_TOKEN (xapp-…) for Socket Mode, or SLACK_SIGNING_SECRET for HTTP',
  ]);
});

test('in Korean when asked', () => {
  expect(findProblems({ ...SOCKET, WATCHKEEPER_PORT: '70000' }, catalogues.ko)).toEqual([
    'WATCHKEEPER_PORT: 포트가 아닙니다; 0부터 65535까지의 정수를 적으세요',
  ]);
});

test('an address of PostgreSQL is named to people without its password', () => {
  const url = 'postgres://bot:hunter%402@db.example:6432/watch?sslmode=verify-full';
  const { store } = readEnvironment({ ...SOCKET, WATCHKEEPER_STORE: url });
  expect(store).toMatchObject({ kind: 'postgres', place: 'postgres://bot@db.example:6432/watch' });
  expect(store.kind === 'postgres' && store.url.reveal()).toBe(url);
  expect(inspect(store)).not.toContain('hunter');
  expect(listStoreSecrets(store)).toEqual(['hunter%402', 'hunter@2']);
});

test.each([
  ['postgres://', 'not the URL of a PostgreSQL database'],
  ['postgres:/db/watch', 'not the URL of a PostgreSQL database'],
  ['postgres://bot:hunter2@db', 'not the URL of a PostgreSQL database'],
  ['postgres://bot:hun/ter2@db/watch', 'not the URL of a PostgreSQL database'],
  ['postgres://bot:hun#ter2@db/watch', 'not the URL of a PostgreSQL database'],
  ['postgres://bot:hunter2@db/watch?sslmode=prefer', 'unknown sslmode; write verify-full'],
  ['mysql://bot:hunter2@db/watch', 'not a known kind of store'],
  ['sqlite://data/watchkeeper.db', 'not a known kind of store'],
])('%s is refused, and not repeated', (address, words) => {
  const problems = findProblems({ ...SOCKET, WATCHKEEPER_STORE: address });
  expect(problems).toEqual([expect.stringContaining(`WATCHKEEPER_STORE: ${words}`)]);
  expect(problems.join()).not.toMatch(/hunter2|ter2/);
});

test.each([
  [
    { SLACK_BOT_TOKEN: 'xoxp-hush' },
    'SLACK_BOT_TOKEN: does not look like a bot token; copy the one that starts with xoxb-',
  ],
  [
    { SLACK_APP_TOKEN: 'xoxb-hush' },
    'SLACK_APP_TOKEN: does not look like an app-level token; copy the one that starts with xapp-',
  ],
  [
    { CLOUDFLARE_API_TOKEN: 'hush hush' },
    'CLOUDFLARE_API_TOKEN: does not look like an API token; copy the token alone, without spaces',
  ],
  [{ SLACK_API_URL: 'slack/hush' }, 'SLACK_API_URL: not a URL; write one that starts with http:// or https://'],
  [
    { WATCHKEEPER_HOST: 'a b' },
    'WATCHKEEPER_HOST: not well-formed; write an IP address or a host name to listen on, e.g. 127.0.0.1',
  ],
  [{ NODE_ENV: 'prod' }, 'NODE_ENV: not known; write production, development or test'],
  [
    { SLACK_BOT_TOKEN_FILE: '/tmp/x' },
    'SLACK_BOT_TOKEN: SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set; keep one of them',
  ],
  [
    { CLOUDFLARE_API_TOKEN_FILE: '/nowhere/token' },
    'CLOUDFLARE_API_TOKEN: the file named by CLOUDFLARE_API_TOKEN_FILE cannot be read or is empty; correct the path or its permissions',
  ],
])('%j', (wrong, problem) => {
  const problems = findProblems({ ...SOCKET, ...wrong });
  expect(problems).toEqual([problem]);
  expect(problems.join()).not.toContain('hush');
});
