import { describe, expect, it } from 'vitest';
import { redact } from '../../src/core/redact.ts';

// Put together here, so that no scanner takes a test for a leak.
const SLACK_BOT = ['xoxb', '123456789012', 'AbCdEfGhIjKlMnOp'].join('-');
const SLACK_APP = ['xapp', '1', 'A0123456789', '0123456789', 'abcdef0123456789'].join('-');
const GITHUB = `ghp_${'aB3'.repeat(12)}`;
const GITHUB_FINE = `github_pat_11ABCDEFG0${'aB3_'.repeat(12)}`;
const AWS = `AKIAIOSFODNN7EXAMPLE`;
const JWT = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${'dozjgNryP4J3-Vx_'.repeat(2)}`;
const BASE64 = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC+/Kk=';
const BEGIN = (kind: string): string => `-----BEGIN ${kind}PRIVATE KEY-----`;
const END = (kind: string): string => `-----END ${kind}PRIVATE KEY-----`;

describe('what looks like a secret does not stay', () => {
  it.each([
    ['a Slack bot token', `login with ${SLACK_BOT}.`, SLACK_BOT],
    ['a Slack app token', SLACK_APP, SLACK_APP],
    ['a rotated Slack token', `xoxe.xoxp-1-Mi0yLTEyMzQ1`, 'Mi0yLTEyMzQ1'],
    ['a GitHub token', `remote: ${GITHUB}_`, GITHUB],
    ['a fine-grained GitHub token', `using ${GITHUB_FINE}`, GITHUB_FINE],
    ['an AWS key id', `key ${AWS} denied`, AWS],
    ['a JWT', `claims of ${JWT}`, 'eyJ'],
    ['a JWT after a dash', `session-${JWT}`, 'eyJzdWIi'],
    ['a JWT cut off', JWT.slice(0, 30), JWT.slice(0, 30)],
    ['a private key', `${BEGIN('RSA ')}\n${BASE64}\n${BASE64}\n${END('RSA ')}\nafter`, 'MII'],
    ['a private key with its end cut off', `key:\n${BEGIN('OPENSSH ')}\n${BASE64}\n${BASE64.slice(0, 9)}`, 'MII'],
    ['a private key with its middle cut out', `${BEGIN('')}\n${BASE64}\n[… 900 B …]\n${BASE64}\n${END('')}`, 'MII'],
    ['a private key with its beginning cut off', `[… 900 B …]\n${BASE64}\n${BASE64}\n${END('EC ')}\nbye`, 'MII'],
    ['a private key in JSON', JSON.stringify({ key: `${BEGIN('')}\n${BASE64}\n${END('')}` }), 'MII'],
    ['a PGP key', `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${BASE64}\n-----END PGP PRIVATE KEY BLOCK-----`, 'MII'],
    ['an Authorization header', '> Authorization: Bearer hunter2-hunter2\r\n> Accept: */*', 'hunter2'],
    ['a lower-case header', 'authorization: custom hunter2', 'hunter2'],
    ['a basic header', 'sent Basic dXNlcjpodW50ZXIy', 'dXNlcjpodW50ZXIy'],
    ['a bearer in lower case', 'sent bearer 0123456789abcdef', '0123456789abcdef'],
    ['a cookie', 'Set-Cookie: sid=hunter2; HttpOnly', 'hunter2'],
    ['an API key header', 'X-Api-Key: hunter2', 'hunter2'],
    ["Cloudflare's key header", 'X-Auth-Key: hunter2', 'hunter2'],
    ['a password in a URL', 'postgres://app:hunter2@db:5432/app', 'hunter2'],
    ['a password in a URL without a user', 'redis://:hunter2@cache:6379', 'hunter2'],
    ['a password with an @ in it', 'postgres://app:hun@ter2@db/app', 'ter2'],
    ['a user with an @ in it', 'smtp://me@example.com:hunter2@mail.example.com', 'hunter2'],
    ['KEY=value', 'DB_PASSWORD=hunter2 DB_HOST=db', 'hunter2'],
    ['KEY=value with an abbreviated key', 'SMTP_PASS=hunter2 MYSQL_PWD=hunter2', 'hunter2'],
    ['KEY="value"', 'export API_TOKEN="hunter2 and more"', 'hunter2'],
    ['a value whose quote was cut off', 'API_TOKEN="hunter2 and mo', 'hunter2'],
    ["KEY='value'", "CLIENT_SECRET='hunter2 x'", 'hunter2'],
    ['a key with a dash', 'api-key=hunter2', 'hunter2'],
    ['an AWS secret', 'aws_secret_access_key = hunter2/hunter2', 'hunter2'],
    ['a rocket', '"password" => "hunter2"', 'hunter2'],
    ['a comparison', 'token == hunter2', 'hunter2'],
    ['a query string', 'GET /a?access_token=hunter2&page=2', 'hunter2'],
    ['quoted JSON', '{"user":"jin","password":"hunter2","n":1}', 'hunter2'],
    ['JSON with an escaped quote', '{"password":"a\\"hunter2","n":1}', 'hunter2'],
    ['JSON within JSON', JSON.stringify(JSON.stringify({ password: 'hunter2', n: 1 })), 'hunter2'],
    ['YAML', 'db:\n  password: hunter2\n', 'hunter2'],
    ['a Cloudflare token', `token is cfut_${'aB3'.repeat(12)}`, 'aB3aB3'],
    ['a GitLab token', `remote: glpat-${'aB3_'.repeat(6)}`, 'aB3_'],
    ['an npm token', `using npm_${'aB3'.repeat(12)}`, 'aB3aB3'],
    ['a webhook', 'POST https://hooks.slack.com/services/T0/B0/hunter2', 'hunter2'],
    ['a flag', 'mysqldump --password hunter2 --all-databases', 'hunter2'],
    ['a long flag in quotes', `vault login --auth-token 'hunter2 x'`, 'hunter2'],
    ["curl's user", 'curl -u jin:hunter2 https://example.com', 'hunter2'],
    ["curl's user in a quoted argv", `'--user' 'jin:hunter2'`.replace("' '", ' '), 'hunter2'],
    ['SQL', "CREATE USER app IDENTIFIED BY 'hunter2'", 'hunter2'],
    ['YAML under a telling key', 'secrets:\n  db_password: hunter2\n', 'hunter2'],
  ])('%s', (_name, text, secret) => {
    expect(text).toContain(secret);
    const safe = redact(text);
    expect(safe).not.toContain(secret);
    expect(safe).toContain('[redacted]');
    expect(redact(safe)).toBe(safe);
  });

  it('keeps what stands around it', () => {
    expect(redact(`a ${BEGIN('')}\n${BASE64}\n${END('')}\nb`)).toBe('a [redacted]\nb');
    expect(redact(`(1)\n${BASE64}\n${END('')}\nb`)).toBe('(1)[redacted]\nb');
    expect(redact('postgres://app:hunter2@db:5432/app')).toBe('postgres://app:[redacted]@db:5432/app');
    expect(redact('DB_PASSWORD=hunter2 DB_HOST=db')).toBe('DB_PASSWORD=[redacted] DB_HOST=db');
    expect(redact('{"user":"jin","password":"hunter2","n":1}')).toBe('{"user":"jin","password":[redacted],"n":1}');
    expect(redact('> Authorization: Bearer abc\r\n> Accept: */*')).toBe('> Authorization: [redacted]\r\n> Accept: */*');
  });

  it('takes out secrets that are known, the longest first, and none so short that it is a word', () => {
    expect(redact('a hunter22 b hunter2 c', ['hunter2', 'hunter22'])).toBe('a [redacted] b [redacted] c');
    expect(redact('$& and $1', ['$& and'])).toBe('[redacted] $1');
    expect(redact('up 5 days', ['up', ''])).toBe('up 5 days');
  });
});

it.each([
  '3f2a1b4c5d6e   nginx:1.27   "/docker-entrypoint.…"   3 hours ago   Up 3 hours (healthy)   0.0.0.0:443->443/tcp   jin-gateway',
  'nginx@sha256:0a399eb16751829e1af26fea27b20c3ec28d7ab1fb72182879dcae1cca21206a',
  'sha256:0a399eb16751829e1af26fea27b20c3ec28d7ab1fb72182879dcae1cca21206a',
  'nextuse.jin7942.co.kr.\t120\tIN\tCNAME\tjfree.iptime.org.',
  ';; Query time: 12 msec\n;; SERVER: 203.0.113.53#53(203.0.113.53)',
  'SHA256:Ei0SSbVBBXGOtEGPMnyvhvGsXm2W5xqVNKFpIYVRs7s',
  'the token was not accepted',
  'docker run -u 1000:1000 --token-file /run/token nginx',
  'confirm --service nextuse, cfm_off',
  'invalid token; the secret of good operations is a password nobody knows',
  'Unexpected token < in JSON at position 0',
  '[sudo] password for jin',
  'Password:\nLogin incorrect',
  'https://nextuse.jin7942.co.kr:8443/health?full=1',
  'http://127.0.0.1:8080/users/@me',
  'git@github.com:jin/nextuse.git',
  'mail jin@example.com, then see http://host:8080/',
  '-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIE\n-----END CERTIFICATE-----',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8 jin@home',
  'WWW-Authenticate: Basic realm="nextuse"',
  'PWD=/home/jin\nOLDPWD=/',
  "집 공유기가 죽었습니다 🔥 router's dead",
])('leaves readable: %s', (text) => {
  expect(redact(text)).toBe(text);
});

describe('hostile output costs what its length costs', () => {
  const KB = 1_024;
  const SIZES = [1, 4, 16, 64, 256, 1_024];
  /** Of the processor, not of the clock on the wall: a busy machine tells nothing else. */
  const takeMs = (text: string): number => {
    const start = process.threadCpuUsage();
    redact(text);
    const { user, system } = process.threadCpuUsage(start);
    return (user + system) / 1_000;
  };

  it.each([
    'a',
    '--a-',
    '-u ',
    'identified by ',
    'a-',
    'a_token-',
    'token',
    'token ',
    'password="',
    'password="\\',
    "secret='",
    'eyJabcdefgh-',
    'eyJabcdefgh.',
    'ghp_a_',
    'xoxb-',
    '-----BEGIN ',
    '-----BEGIN PRIVATE KEY-----',
    `${END('')}a`,
    '-----END ',
    '://a:',
    'a://a:b',
    '://@:@:',
    'authorization ',
    'authorization:',
    'token \t',
    'token=>',
    'token="a\\',
    '\\',
    '_pass\\\\\\',
    'BEGIN PRIVATE KEY',
    'Bearer ',
    'cookie\n\n',
    ' ',
    '=',
  ])(
    '%j over and over',
    (piece) => {
      const textOf = (kb: number): string => piece.repeat(Math.ceil((kb * KB) / piece.length));
      const oneKbMs = Math.max(0.5, takeMs(textOf(1)));
      for (const kb of SIZES) {
        // Where it is quadratic, 64 times the text takes 4096 times as long.
        const isLinear = [1, 2, 3].some(() => takeMs(textOf(kb)) < 4 * kb * oneKbMs);
        expect({ kb, isLinear }).toEqual({ kb, isLinear: true });
      }
    },
    30_000,
  );
});
