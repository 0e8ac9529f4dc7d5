import { describe, expect, it } from 'vitest';
import { systemActor, type Actor } from '../../src/core/actor.ts';
import type { Inventory } from '../../src/core/inventory.ts';
import type { Standing } from '../../src/core/policy.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { findMembership, requireOperator, requireVote } from '../../src/engine/policy-check.ts';
import { sampleRun } from '../slack/sample-run.ts';
import { jin, mina, testInventory, yuna } from '../support/engine-world.ts';

const texts = catalogues.en;
const eve: Actor = { person: 'U0EVE', slackId: 'U0EVE', via: 'slack' };
const directoryOf = (groups: Record<string, readonly string[]>, standings: Record<string, Standing> = {}) => {
  const asked: string[] = [];
  return {
    asked,
    findMembers: async (group: string) => {
      asked.push(group);
      return groups[group] && new Set(groups[group]);
    },
    findStanding: async (slackId: string): Promise<Standing> => standings[slackId] ?? 'active',
  };
};

describe('who is in a group', () => {
  it('is asked for groups alone, and left out where nobody knows', async () => {
    const directory = directoryOf({ S0ONCALL: ['U0YUNA'], S0EMPTY: [] });
    const members = await findMembership(['U0MINA', 'S0ONCALL', 'S0GONE', 'S0EMPTY'], directory);
    expect(members).toEqual(
      new Map([
        ['S0ONCALL', new Set(['U0YUNA'])],
        ['S0EMPTY', new Set()],
      ]),
    );
    expect(directory.asked).toEqual(['S0ONCALL', 'S0GONE', 'S0EMPTY']);
  });
});

describe('who may start, answer and cancel runs', () => {
  const inventoryOf = (operators?: readonly string[]): Inventory => {
    const inventory = testInventory();
    return { ...inventory, policies: { ...inventory.policies, ...(operators && { operators }) } };
  };
  const cli: Actor = { person: 'mina', via: 'cli' };
  const knownCli: Actor = { person: 'mina', slackId: 'U0MINA', via: 'cli' };

  it.each<[string, Actor, readonly string[] | undefined, boolean]>([
    ['somebody in people', mina, undefined, true],
    ['a stranger', eve, undefined, false],
    ['the bot itself', systemActor, [], true],
    ['a schedule', { person: 'system', via: 'schedule' }, [], true],
    ['an operator', mina, ['U0MINA'], true],
    ['somebody in people who is no operator', yuna, ['U0MINA'], false],
    ['a member of an operating group', yuna, ['S0ONCALL'], true],
    ['somebody else than its members', eve, ['S0ONCALL'], false],
    ['anybody while a group cannot be known', mina, ['S0GONE'], false],
    ['an operator while a group cannot be known', mina, ['S0GONE', 'U0MINA'], true],
    ['anybody where nobody operates', jin, [], false],
    ['the terminal of somebody without a Slack account', cli, ['U0MINA'], false],
    ['the terminal of an operator', knownCli, ['U0MINA'], true],
  ])('%s', async (_name, actor, operators, isAllowed) => {
    const asking = requireOperator(actor, {
      inventory: inventoryOf(operators),
      directory: directoryOf({ S0ONCALL: ['U0YUNA'] }),
      texts,
    });
    if (isAllowed) await expect(asking).resolves.toBeUndefined();
    else
      await expect(asking).rejects.toMatchObject({
        code: 'not_allowed',
        message: texts.runs.notOperator,
        hint: texts.runs.notOperatorHint,
      });
  });
});

describe('an account that is nobody of ours', () => {
  it.each<[Standing, Actor, boolean]>([
    ['active', mina, true],
    ['deactivated', mina, false],
    ['bot', mina, false],
    ['stranger', mina, false],
    // The inventory vouches for its own people while Slack cannot be asked, and for nobody else.
    ['unknown', mina, true],
    ['unknown', eve, false],
    ['active', eve, true],
  ])('%s: $person may operate: %s', async (standing, actor, isAllowed) => {
    const inventory = testInventory();
    const policies = { ...inventory.policies, operators: ['U0MINA', 'S0ONCALL'] };
    const directory = directoryOf({ S0ONCALL: ['U0EVE'] }, { U0MINA: standing, U0EVE: standing });
    const asking = requireOperator(actor, { inventory: { ...inventory, policies }, directory, texts });
    if (isAllowed) await expect(asking).resolves.toBeUndefined();
    else await expect(asking).rejects.toMatchObject({ code: 'not_allowed' });
  });
});

describe('a vote', () => {
  const gate = { approvals: 2, approvers: ['U0MINA', 'U0YUNA', 'U0JIN', 'S0GONE'] };
  const vote = (actor: Actor, subject: string): ReturnType<typeof requireVote> =>
    requireVote(run, { gate, subject, actor, vetted: { standing: 'active', members: new Map() }, people: [] }, texts);
  const run = sampleRun({
    votes: [
      { person: 'mina', slackId: 'U0MINA', via: 'slack', decision: 'approve', subject: 'old', at: 0 },
      { person: 'yuna', slackId: 'U0YUNA', via: 'slack', decision: 'approve', subject: 'old', at: 0 },
      { person: 'mina', slackId: 'U0MINA', via: 'slack', decision: 'approve', subject: 'new', at: 1 },
    ],
  });

  it('counts with those for the same question alone', () => {
    expect(vote(yuna, 'new')).toEqual({ allowed: true, approvals: 2, needed: 2, fills: [0] });
    expect(vote(mina, 'newer')).toEqual({ allowed: true, approvals: 1, needed: 2, fills: [0] });
  });

  it.each<[Actor, keyof typeof texts.guards.voteRefused]>([
    [jin, 'requester'],
    [mina, 'already_voted'],
    [eve, 'membership_unknown'],
    [systemActor, 'not_approver'],
  ])('of $person is refused in words: %s', (actor, reason) => {
    const { voteRefused, voteRefusedHint } = texts.guards;
    expect(() => vote(actor, 'new')).toThrow(
      expect.objectContaining({ code: 'not_allowed', message: voteRefused[reason], hint: voteRefusedHint[reason] }),
    );
  });
});
