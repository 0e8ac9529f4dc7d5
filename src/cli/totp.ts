import { userInfo } from 'node:os';
import { renderUnicodeCompact } from 'uqr';
import { loadConfiguration } from '../config/configuration.ts';
import type { Actor } from '../core/actor.ts';
import type { AuditDraft } from '../core/audit.ts';
import { systemClock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import type { Inventory } from '../core/inventory.ts';
import { formatLocalTime } from '../core/local-time.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { openStore } from '../open-store.ts';
import { createCodes } from '../totp/codes.ts';
import type { Verb } from './verb.ts';

interface Place {
  store: Store;
  inventory: Inventory;
  texts: Texts;
  print(text: string): void;
}

/** Gives people authenticators, lists who has one, takes them away. Works beside a running bot: it writes single rows. */
export const totp: Verb = async ([verb, typed, ...flags], { env, texts, print }) => {
  const { environment, inventory } = loadConfiguration(env);
  const isKnown = verb === 'enrol' || verb === 'list' || verb === 'remove';
  if (!isKnown || (verb !== 'list' && typed === undefined)) throw new OpsError('invalid_input', texts.guards.totpUsage);
  const store = await openStore(environment.store, texts, { isShared: true });
  try {
    const place = { store, inventory, texts, print };
    if (verb === 'list') await list(place);
    else if (verb === 'enrol') await enrol(getName(typed ?? '', place), flags.includes('--replace'), place);
    else await remove(getName(typed ?? '', place), place);
  } finally {
    await store.close();
  }
};

function getName(typed: string, { inventory, texts }: Place): string {
  const names = inventory.people.map(({ name }) => name);
  if (names.includes(typed)) return typed;
  throw new OpsError('not_found', texts.guards.totpNoPerson({ typed, names: names.join(', ') }));
}

async function enrol(person: string, mayReplace: boolean, { store, inventory, texts, print }: Place): Promise<void> {
  const words = texts.guards;
  const codes = createCodes();
  const now = systemClock.now();
  const secret = codes.newSecret();
  await store.guards.changeAuthenticator(person, now, (known) => {
    if (known && !mayReplace)
      throw new OpsError('conflict', words.totpEnrolledAlready({ person }), { hint: words.totpReplaceHint });
    return {
      authenticator: { person, secret, enrolledAt: now.getTime(), wrongAt: [] },
      audit: [toEntry('totp.enrolled', inventory, { person, isReplaced: known !== undefined })],
    };
  });
  print(renderUnicodeCompact(codes.toUri(secret, person)));
  print(words.totpEnrolled({ person, key: secret.replace(/(.{4})(?=.)/g, '$1 ') }));
}

async function list({ store, inventory, texts, print }: Place): Promise<void> {
  const now = systemClock.now();
  const known = await store.guards.listAuthenticators();
  if (known.length === 0) return print(texts.guards.totpNone);
  for (const { person, enrolledAt, lockedUntil = 0 } of known) {
    const since = formatLocalTime(new Date(enrolledAt), now, inventory.timezone);
    print(texts.guards.totpListed({ person, since, isLocked: lockedUntil > now.getTime() }));
  }
}

async function remove(person: string, { store, inventory, texts, print }: Place): Promise<void> {
  await store.guards.changeAuthenticator(person, systemClock.now(), (known) => {
    if (!known) throw new OpsError('not_found', texts.guards.totpNotEnrolled({ person }));
    return { authenticator: null, audit: [toEntry('totp.removed', inventory, { person })] };
  });
  print(texts.guards.totpRemoved({ person }));
}

/** Whoever may write the database may do this; who it was is the account of the operating system. */
function toEntry(act: string, { people }: Inventory, details: { person: string; isReplaced?: boolean }): AuditDraft {
  const account = userInfo().username;
  const actor: Actor = { person: people.find((one) => one.account === account)?.name ?? account, via: 'cli' };
  return { actor: actor.person, via: actor.via, act, subject: {}, outcome: 'ok', details: { ...details, account } };
}
