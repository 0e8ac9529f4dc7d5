import { describe, expect, it } from 'vitest';
import { toAccountActor } from '../../src/core/account-actor.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';

const people = [
  { name: 'jin', slack: 'U0JIN', account: 'jin' },
  { name: 'mina', slack: 'U0MINA', account: 'm.kim' },
  { name: 'yuna', slack: 'U0YUNA' },
];
const who = (uid: number, name: string, as?: string) => toAccountActor({ uid, name }, as, { people }, catalogues.en);

describe('who an account is', () => {
  it('the person whose entry names it, with the Slack id that policy asks for', () => {
    expect(who(1_002, 'm.kim')).toEqual({ person: 'mina', slackId: 'U0MINA', via: 'cli', account: 'm.kim' });
    expect(who(1_002, 'm.kim', 'mina').person).toBe('mina');
  });

  it('nobody, for an account that is in no entry, whatever it is called', () => {
    for (const name of ['yuna', 'mina', 'uid 1003', 'U0JIN', ''])
      expect(() => who(1_003, name)).toThrow(expect.objectContaining({ code: 'not_allowed' }));
  });

  it('only root speaks for others, has to say for whom, and is kept', () => {
    expect(() => who(1_001, 'jin', 'mina')).toThrow(/speaks for nobody else/);
    expect(() => who(0, 'root')).toThrow(
      expect.objectContaining({ code: 'not_allowed', hint: expect.stringContaining('--as') }),
    );
    expect(() => who(0, 'root', 'mona')).toThrow(/Did you mean mina\?/);
    expect(who(0, 'root', 'yuna')).toEqual({ person: 'yuna', slackId: 'U0YUNA', via: 'cli', account: 'root' });
  });

  it('root is nobody even where an entry names its account', () => {
    const inventory = { people: [{ name: 'jin', slack: 'U0JIN', account: 'root' }] };
    expect(() => toAccountActor({ uid: 0, name: 'root' }, undefined, inventory, catalogues.en)).toThrow(/say for whom/);
  });
});
