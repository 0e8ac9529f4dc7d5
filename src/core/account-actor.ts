import type { Actor } from './actor.ts';
import { OpsError } from './errors.ts';
import type { Inventory } from './inventory.ts';
import { findNearest } from './nearest.ts';
import type { Account } from './ports/accounts.ts';
import type { Texts } from './texts/catalogue.ts';

const ROOT = 0;

/**
 * The person behind an operating system account: `people[].account` says who. Root is nobody, and has to name the person
 * for whom it speaks (`as`); that it was root is kept in the actor and so in the audit trail. `not_allowed` for an account
 * that nobody has, and for anybody else who names a person; `invalid_input` for a person whom nobody knows.
 */
export function toAccountActor(
  account: Account,
  as: string | undefined,
  { people }: Pick<Inventory, 'people'>,
  { cli }: Texts,
): Actor {
  if (account.uid === ROOT) return toRootActor(account, as, people, cli);
  const person = people.find((one) => one.account === account.name);
  if (!person)
    throw new OpsError('not_allowed', cli.nobodysAccount({ account: account.name }), {
      hint: cli.nobodysAccountHint({ account: account.name }),
    });
  if (as !== undefined && as !== person.name) {
    throw new OpsError('not_allowed', cli.onlyRootSpeaks({ account: account.name, person: person.name }), {
      hint: cli.onlyRootSpeaksHint,
    });
  }
  return { person: person.name, slackId: person.slack, via: 'cli', account: account.name };
}

function toRootActor(account: Account, as: string | undefined, people: Inventory['people'], cli: Texts['cli']): Actor {
  const names = people.map((one) => one.name);
  if (as === undefined)
    throw new OpsError('not_allowed', cli.rootIsNobody, { hint: cli.rootIsNobodyHint({ names: names.join(', ') }) });
  const person = people.find((one) => one.name === as);
  if (person) return { person: person.name, slackId: person.slack, via: 'cli', account: account.name };
  throw new OpsError('invalid_input', cli.noSuchPerson({ typed: as.slice(0, 64), nearest: findNearest(as, names) }), {
    hint: cli.knownPeople({ names: names.join(', ') }),
  });
}
