import { expect, test } from 'vitest';
import { changeExample, findProblems, lineOf, load, readExample, TOKENS } from './example.ts';

type Change = readonly [from: string, to: string];

const PORT = '    port: 587 # Default: 587; 465 with tls; 25 with none\n';
const ADDRESS = 'write one mail address, e.g. oncall@example.com';
const SENDER = 'write an address, or a name and an address, e.g. "Watchkeeper <watchkeeper@example.com>"';

test('the reference inventory names a server, two steps and whom they reach', () => {
  const { escalation, mail } = load(readExample()).alerts ?? {};
  expect(escalation).toEqual([
    { afterMs: 300_000, mention: ['S0ONCALL'] },
    { afterMs: 900_000, mention: ['U0JIN'], channel: 'C0ONCALL', mail: ['oncall@example.com'] },
  ]);
  expect(mail).toMatchObject({
    host: 'smtp.example.com',
    port: 587,
    encryption: 'starttls',
    tls: { mode: 'verify' },
    from: { name: 'Watchkeeper', address: 'watchkeeper@example.com' },
    followUps: ['acknowledged', 'resolved'],
  });
  expect(mail?.login?.password.reveal()).toBe(TOKENS.SMTP_PASSWORD);
  expect(JSON.stringify(mail)).not.toContain('hush-');
});

test.each([
  ['starttls', 587],
  ['tls', 465],
])('%s has its usual port', (encryption, port) => {
  const text = changeExample([PORT, ''], ['encryption: starttls', `encryption: ${encryption}`]);
  expect(load(text).alerts?.mail?.port).toBe(port);
});

test('an address alone may be the sender, and nobody needs to log in', () => {
  const text = changeExample(
    ['from: Watchkeeper <watchkeeper@example.com>', 'from: w@example.com'],
    ['    user: watchkeeper # optional, with password\n', ''],
    ["    password: '${SMTP_PASSWORD}'", '   '],
  );
  expect(load(text).alerts?.mail).toMatchObject({ from: { address: 'w@example.com' } });
  expect(load(text).alerts?.mail?.login).toBeUndefined();
});

/** [what is changed, text of the line that is blamed, key, message] */
const CASES: readonly (readonly [Change | readonly Change[], line: string, key: string, message: string])[] = [
  [
    ['mail: [oncall@example.com]', 'mail: ["oncall@example.com\\r\\nBcc: all@example.com"]'],
    'Bcc:',
    'alerts.escalation[1].mail[0]',
    `not well-formed; ${ADDRESS}`,
  ],
  [
    ['mail: [oncall@example.com]', 'mail: [oncall]'],
    'mail: [oncall]',
    'alerts.escalation[1].mail[0]',
    `not well-formed; ${ADDRESS}`,
  ],
  [
    ['from: Watchkeeper <watchkeeper@example.com>', 'from: "W\\nBcc: x <w@example.com>"'],
    'from: "W',
    'alerts.mail.from',
    `not well-formed; ${SENDER}`,
  ],
  [
    ['encryption: starttls', 'encryption: ssl'],
    'encryption: ssl',
    'alerts.mail.encryption',
    'not a known value; write starttls, tls or none',
  ],
  [
    ['encryption: starttls', 'encryption: none'],
    'encryption: none',
    'alerts.mail.encryption',
    'the password would cross the network in the clear; write starttls or tls',
  ],
  [
    ["    password: '${SMTP_PASSWORD}'", '   '],
    'mail: # only',
    'alerts.mail.password',
    'missing; write it beside user, e.g. password: "${SMTP_PASSWORD}"',
  ],
  [
    ['    user: watchkeeper # optional, with password\n', ''],
    'mail: # only',
    'alerts.mail.user',
    'missing; write the user whose password this is',
  ],
  [
    ['after: 15m, channel', 'after: 4m, channel'],
    'after: 4m',
    'alerts.escalation[1].after',
    'comes before the step above; write the steps in the order of their time',
  ],
];

test.each(CASES)('%j', (changes, blamed, key, message) => {
  const list = (typeof changes[0] === 'string' ? [changes] : changes) as Change[];
  const text = changeExample(...list);
  expect(findProblems(text)).toEqual([`inventory.yml:${lineOf(text, blamed)}: ${key}: ${message}`]);
});

test('a step with mail needs a server', () => {
  const text = readExample();
  const without = text.slice(0, text.indexOf('  mail: # only')) + text.slice(text.indexOf('\nschedules:'));
  expect(findProblems(without)).toEqual([
    `inventory.yml:${lineOf(without, 'mail: [oncall')}: alerts.escalation[1].mail: no server is known that takes mails; write it in alerts.mail`,
  ]);
});

test('a CA file that is not there is told; the password is read from a file', () => {
  const text = changeExample([
    'tls: verify # verify | insecure | path of a CA file. Default: verify\n    user: w',
    'tls: ./none.pem\n    user: w',
  ]);
  expect(findProblems(text, TOKENS, true).join('\n')).toMatch(/alerts\.mail\.tls: no readable file at \.\/none\.pem/);
  const { SMTP_PASSWORD: _, ...others } = TOKENS;
  expect(findProblems(readExample(), others).join('\n')).toContain(
    'SMTP_PASSWORD is not set; set it, or SMTP_PASSWORD_FILE',
  );
});
