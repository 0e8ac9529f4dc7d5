import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createSlackWorkspace } from '../../sandbox/slack/workspace.ts';
import { runChecks } from '../../src/cli/doctor/run-checks.ts';
import { listStepUpChecks } from '../../src/cli/doctor/step-up-checks.ts';
import type { Configuration } from '../../src/config/configuration.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Inventory, Policies } from '../../src/core/inventory.ts';
import { createSecret } from '../../src/core/secret.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { openStore } from '../../src/open-store.ts';
import { createExampleInventory } from '../support/example-inventory.ts';
import { toText } from '../support/doctor-world.ts';

const texts = catalogues.en;
const PEOPLE = ['jin', 'mina', 'yuna'].map((name) => ({ name, slack: `U0${name.toUpperCase()}` }));

async function examine(change: (policies: Policies) => Partial<Policies>, enrolled: readonly string[] | 'no database') {
  const slack = await createSlackWorkspace({
    rates: 'off',
    people: [...PEOPLE.map(({ name, slack: id }) => ({ id, name })), { id: 'U0GUEST', name: 'guest' }],
    usergroups: [{ id: 'S0ONCALL', handle: 'oncall', users: ['U0MINA', 'U0YUNA', 'U0GUEST'] }],
  });
  onTestFinished(() => slack.close());
  const folder = mkdtempSync(join(tmpdir(), 'watchkeeper-totp-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const address = { kind: 'sqlite' as const, path: join(folder, 'watchkeeper.db') };
  if (enrolled !== 'no database') {
    const store = await openStore(address, texts);
    for (const person of enrolled) {
      const authenticator = { person, secret: 'ABCDEFGH', enrolledAt: 1, wrongAt: [] };
      await store.guards.changeAuthenticator(person, systemClock.now(), () => ({ authenticator, audit: [] }));
    }
    await store.close();
  }
  const example = createExampleInventory();
  const inventory: Inventory = {
    ...example,
    people: PEOPLE,
    policies: { ...example.policies, ...change(example.policies) },
  };
  const environment: Pick<Configuration['environment'], 'slack' | 'store'> = {
    store: address,
    slack: {
      mode: 'http',
      signingSecret: createSecret('x'),
      botToken: createSecret(slack.botToken),
      apiUrl: slack.apiUrl,
    },
  };
  return toText(await runChecks(listStepUpChecks({ environment, inventory }, texts), systemClock, texts));
}

const byTwo: (policies: Policies) => Partial<Policies> = ({ destructive }) => ({
  destructive: { ...destructive, approvals: 1, approvers: ['U0JIN', 'S0ONCALL'], stepUp: 'totp' },
});

it('names each approver without an authenticator, in groups as well, with what to type', async () => {
  expect((await examine(byTwo, ['jin'])).split('\n')).toEqual([
    'warn stepUp.destructive: mina has no authenticator, and policies.destructive asks for a code → Run npx watchkeeper totp enrol mina, with mina beside you.',
    'warn stepUp.destructive: yuna has no authenticator, and policies.destructive asks for a code → Run npx watchkeeper totp enrol yuna, with yuna beside you.',
    'warn stepUp.destructive: U0GUEST may decide by policies.destructive and is not in people, so that there can be no authenticator → Add U0GUEST to people in the inventory, then run npx watchkeeper totp enrol <name>; or take U0GUEST out of the policy.',
  ]);
});

it('fails when those who have one are not enough', async () => {
  const told = await examine(byTwo, 'no database');
  expect(told).toMatch(
    /^fail stepUp\.destructive: policies\.destructive needs a code from 1 person\(s\), and 0 of those named can show one: nobody can decide → Run npx watchkeeper totp enrol jin, npx watchkeeper totp enrol mina, npx watchkeeper totp enrol yuna\./,
  );
  const glass = await examine(() => ({ breakGlass: { allowed: ['U0JIN'], stepUp: 'totp' } }), ['mina']);
  expect(glass).toMatch(/^fail stepUp\.breakGlass: .* → Run npx watchkeeper totp enrol jin\./);
});

it('is content when all have one, and says nothing where no policy asks for a code', async () => {
  const both: typeof byTwo = ({ destructive }) => ({
    destructive: { ...destructive, approvers: ['U0JIN', 'U0MINA'], stepUp: 'totp' },
  });
  expect(await examine(both, ['jin', 'mina'])).toBe(
    'ok stepUp.destructive: all 2 people of policies.destructive have an authenticator',
  );
  expect(await examine(() => ({}), [])).toBe('');
});
