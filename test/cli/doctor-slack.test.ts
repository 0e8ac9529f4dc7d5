import { onTestFinished, expect, it } from 'vitest';
import { createSlackWorkspace } from '../../sandbox/slack/workspace.ts';
import { listSlackChecks } from '../../src/cli/doctor/slack-checks.ts';
import { runChecks } from '../../src/cli/doctor/run-checks.ts';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createSecret } from '../../src/core/secret.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { NEEDED_SCOPES } from '../../src/slack/manifest.ts';
import { testInventory } from '../support/engine-world.ts';

async function examine(scopes: readonly string[]): Promise<Finding[]> {
  const slack = await createSlackWorkspace({
    rates: 'off',
    manifest: { scopes: [...scopes] },
    people: [
      { id: 'U0JIN', name: 'jin' },
      { id: 'U0MINA', name: 'mina' },
    ],
    usergroups: [{ id: 'S0ONCALL', handle: 'oncall', users: [] }],
    channels: [
      { id: 'C0INCIDENTS', name: 'incidents', members: ['U0JIN'], botIsMember: true },
      { id: 'C0AUDIT', name: 'audit', members: ['U0JIN'], botIsMember: false },
    ],
  });
  onTestFinished(() => slack.close());
  const environment = {
    slack: {
      mode: 'socket',
      appToken: createSecret(slack.appToken),
      botToken: createSecret(slack.botToken),
      apiUrl: slack.apiUrl,
    },
  };
  const configuration = { environment, inventory: testInventory() } as unknown as Parameters<typeof listSlackChecks>[0];
  return runChecks(listSlackChecks(configuration, catalogues.en), systemClock, catalogues.en);
}

const messagesOf = (findings: readonly Finding[], level: Finding['level']): string =>
  findings
    .filter((finding) => finding.level === level)
    .map(({ check, message }) => `${check}: ${message}`)
    .join('\n');

it('names missing scopes, a channel without the bot, and a group with nobody in it', async () => {
  const findings = await examine(NEEDED_SCOPES.filter((scope) => scope !== 'files:write'));
  expect(messagesOf(findings, 'fail')).toMatch(/slack\.scopes: not granted: files:write/);
  expect(messagesOf(findings, 'fail')).toMatch(/slack\.channel\.audit: audit C0AUDIT: not_in_channel/);
  expect(messagesOf(findings, 'warn')).toMatch(/slack\.usergroup\.S0ONCALL: S0ONCALL has nobody in it/);
  expect(messagesOf(findings, 'ok')).toMatch(/slack\.channel\.incidents: /);
});

it('advises to take away what is not needed, and finds people who are not there where it may ask', async () => {
  const findings = await examine([...NEEDED_SCOPES, 'users:read.email']);
  expect(messagesOf(findings, 'warn')).toMatch(/slack\.scopes: granted and not needed: users:read\.email/);
  expect(messagesOf(findings, 'fail')).toMatch(/slack\.people: yuna U0YUNA: user_not_found/);
});
