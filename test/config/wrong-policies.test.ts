import { expect, test } from 'vitest';
import { changeExample, findProblems, lineOf, readExample } from './example.ts';

/** [what is changed, text of the line that is blamed, key, message] */
const CASES: readonly (readonly [
  change: readonly [from: string, to: string],
  line: string,
  key: string,
  message: string,
])[] = [
  [
    ['approvals: 1, approvers: [U0JIN, U0MINA, S0ONCALL]', 'approvals: [{ from: U0JON }, { from: U0MINA }]'],
    'destructive: { approvals: [{',
    'policies.destructive.approvals[0].from',
    '"U0JON" is not the Slack id of anybody in people; did you mean "U0JIN"?',
  ],
  [
    ['approvals: 1, approvers: [U0JIN, U0MINA, S0ONCALL]', 'approvals: [{ from: S0DBA }], approvers: [U0JIN]'],
    'destructive: { approvals: [{',
    'policies.destructive.approvers',
    'approvals lists who must approve, and so does approvers; leave approvers out, or make approvals a number',
  ],
  [
    [
      'approvals: 1, approvers: [U0JIN, U0MINA, S0ONCALL]',
      'approvals: [{ from: U0JIN }, { from: [U0JIN, U0MINA], approvals: 2 }]',
    ],
    'destructive: { approvals: [{',
    'policies.destructive.approvals',
    '3 approvals can never be reached, at most 2 (who asks never counts); list more approvers or ask for fewer',
  ],
  [
    ['approvals: 1, approvers: [U0JIN, U0MINA, S0ONCALL]', 'approvals: [{ form: U0JIN }]'],
    'destructive: { approvals: [{',
    'policies.destructive.approvals',
    'is a list; write a whole number from 0 to 20, or a list such as [{ from: S0DBA, approvals: 1 }]',
  ],
  [
    ['breakGlass: { allowed: [U0JIN] }', 'breakGlass: { allowed: [U0JIN], stepUp: topt }'],
    'stepUp: topt',
    'policies.breakGlass.stepUp',
    'not a known value; write totp, or leave it out (did you mean "totp"?)',
  ],
  [
    ['slack: U0MINA, account: mina', 'slack: [U0MINA, U0JIN], account: mina'],
    'U0MINA, U0JIN',
    'people[1].slack[1]',
    `"U0JIN" is already in line ${lineOf(readExample(), 'name: jin')}; write each only once`,
  ],
  [
    ['antiFlap: 30m', 'antiFlap: 30'],
    'antiFlap: 30',
    'services.nextuse.antiFlap',
    'is a number; write a duration such as 30m, or 0 for never',
  ],
];

test.each(CASES)('%j', (change, blamed, key, message) => {
  const text = changeExample(change);
  expect(findProblems(text)).toEqual([`inventory.yml:${lineOf(text, blamed)}: ${key}: ${message}`]);
});
