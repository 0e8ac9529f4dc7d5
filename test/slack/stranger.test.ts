import { expect, test } from 'vitest';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { findStranger } from '../../src/slack/conversation.ts';

const us = { teamId: 'T0US', enterpriseId: 'E0US', botUserId: 'U0BOT', botId: 'B0BOT' };
const deps = { texts: catalogues.en, findIdentity: () => us };

test.each([
  ['one of ours', { id: 'U0JIN', team_id: 'T0US' }, undefined],
  ['one of our organisation', { id: 'U0JIN', team_id: 'E0US' }, undefined],
  ['a person whose workspace Slack does not tell', { id: 'U0JIN' }, undefined],
  [
    'a guest over Slack Connect',
    { id: 'U0EVE', team_id: 'T0OTHER' },
    'People of other workspaces cannot do this here.',
  ],
  ['ourselves', { id: 'U0BOT', team_id: 'T0US' }, 'Only people can do this.'],
  ['another bot', { id: 'B0OTHER', team_id: 'T0US' }, 'Only people can do this.'],
  ['Slackbot', { id: 'USLACKBOT', team_id: 'T0US' }, 'Only people can do this.'],
])('%s', (_, user, expected) => {
  expect(findStranger(user, deps)).toBe(expected);
});

test('nobody is let in before Slack has said who we are', () => {
  expect(findStranger({ id: 'U0JIN', team_id: 'T0US' }, { ...deps, findIdentity: () => undefined })).toBe(
    'Watchkeeper is restarting. Try again in a moment.',
  );
});
