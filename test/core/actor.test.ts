import { expect, it } from 'vitest';
import { systemActor, toSlackActor } from '../../src/core/actor.ts';
import { testInventory } from '../support/engine-world.ts';

it('calls people by their name in the inventory, and strangers by their Slack id', () => {
  const inventory = testInventory();
  expect(toSlackActor('U0MINA', inventory)).toEqual({ person: 'mina', slackId: 'U0MINA', via: 'slack' });
  expect(toSlackActor('U0EVE', inventory)).toEqual({ person: 'U0EVE', slackId: 'U0EVE', via: 'slack' });
});

it('has a system without a Slack account, which no approver list can hold', () => {
  expect(systemActor).toEqual({ person: 'system', via: 'system' });
});
