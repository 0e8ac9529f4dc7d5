import { expect, test } from 'vitest';
import { changeExample, findProblems, lineOf, TOKENS } from './example.ts';

test('all problems are told at once, in the order of the file', () => {
  const text = changeExample(
    ['locale: en', 'locale: xx'],
    ['port: 22', 'prt: 22'],
    ['host: home\n', 'host: hame\n'],
    ['maxAge: 26h', 'maxAge: soon'],
  );
  const problems = findProblems(text, { KIBANA_TOKEN: 'x', SMTP_PASSWORD: 'x' });
  expect(problems.map((line) => line.split(': ')[1])).toEqual([
    'locale',
    'hosts.home.prt',
    'services.nextuse.primary.host',
    'services.nextuse.data.maxAge',
    'alerts.sources.prometheus.token',
  ]);
});

test('in Korean when the inventory says so', () => {
  const text = changeExample(
    ['locale: en', 'locale: ko'],
    ['port: 22', 'prt: 22'],
    ['host: home\n', 'host: hame\n'],
    ['expires: 15m', 'expires: 15분'],
  );
  expect(findProblems(text)).toEqual([
    `inventory.yml:${lineOf(text, '15분')}: policies.destructive.expires: 형식이 올바르지 않습니다; 90s, 15m, 26h, 2d 같은 시간 길이를 적으세요`,
    `inventory.yml:${lineOf(text, 'prt')}: hosts.home.prt: 알 수 없는 키입니다; 혹시 "port"인가요?`,
    `inventory.yml:${lineOf(text, 'hame')}: services.nextuse.primary.host: "hame"라는 호스트가 없습니다; 혹시 "home"인가요?`,
  ]);
});

test.each([
  ['locale: en\npeople: "jin\n', 3, 'a closing quote or bracket is missing; close what was opened'],
  [
    'people: [\n  jin\nhosts: {}\n',
    3,
    'wrong indentation, or a bracket above is still open; line it up with its neighbours, or close the bracket',
  ],
  ['people: @jin\n', 1, 'begins with a reserved character; put the value in quotes'],
  ['locale: en\nhosts:\n\thome: {}\n', 3, 'indented with a tab; use spaces'],
  ['locale: en\n---\nlocale: ko\n', 2, 'a second document begins here; keep one document without ---'],
  ['locale: en\npeople: *nobody\n', 2, 'people: alias without an anchor; define it above with &name'],
  ['locale: en\npeople: !secret x\n', 2, 'carries a YAML tag; leave the tag out'],
  [
    'locale: en\na: b: c\n',
    2,
    'a second colon, or a deeper line below a value; put the value in quotes or correct the indentation',
  ],
  ['', 1, 'empty; write a mapping of keys'],
  ['# nothing\n', 1, 'empty; write a mapping of keys'],
  ['- a\n- b\n', 1, 'is a list; write a mapping of keys'],
])('broken YAML %j', (text, line, message) => {
  expect(findProblems(text)).toContain(`inventory.yml:${line}: ${message}`);
});

test('aliases that go in a circle or explode are refused quickly', () => {
  const bomb = Array.from(
    { length: 9 },
    (_, at) =>
      `l${at}: &l${at} [${Array(9)
        .fill(at === 0 ? 'x' : `*l${at - 1}`)
        .join(', ')}]`,
  );
  expect(findProblems(`${bomb.join('\n')}\n`).join('\n')).toContain('nested too deep or far too large');
  expect(findProblems('people: &a [*a]\n').join('\n')).toContain('nested too deep or far too large');
});

test('no value from the environment and nothing that looks like a token is ever told', () => {
  const token = 'xoxb-1234567890-abcdefghijk';
  const text = changeExample(
    ['audit: C0AUDIT', `audit: ${token}`],
    ['host: home\n', 'host: "${KIBANA_TOKEN}"\n'],
    ['allowed: [U0JIN]', `allowed: ["${token}"]`],
    ['hostname: home-server', `${token}: home-server`],
    ['url: https://nextuse.jin7942.co.kr/ #', 'url: "ftp://root:${ALERTMANAGER_TOKEN}@x/" #'],
    ['vantage: [standby]', `vantage: [standby, ${token.toLowerCase()}x]`],
  );
  const told = findProblems(text).join('\n');
  expect(told).not.toContain('hush');
  expect(told).not.toContain('1234567890');
  expect(told).toContain('no host is called "${KIBANA_TOKEN}"');
  expect(findProblems(text, { ...TOKENS, KIBANA_TOKEN: '' }).join('\n')).toContain(
    'environment variable KIBANA_TOKEN is not set',
  );
});
