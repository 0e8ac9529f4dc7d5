import { renderUnicodeCompact } from 'uqr';
import { loadTerminalConfiguration } from '../config/configuration.ts';
import type { AuditDraft } from '../core/audit.ts';
import type { Clock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import type { Inventory } from '../core/inventory.ts';
import { formatLocalTime } from '../core/local-time.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { openStore } from '../open-store.ts';
import { createCodes } from '../totp/codes.ts';
import { toUsageError } from './usage-error.ts';
import type { VerbContext, VerbInput } from './verb.ts';

interface Place {
  store: Store;
  inventory: Inventory;
  texts: Texts;
  print(text: string): void;
  /** Of the operating system. */
  account: string;
  clock: Clock;
}

/** Gives people authenticators, lists who has one, takes them away. Works beside a running bot: it writes single rows. */
export async function manageAuthenticators(
  { words: [act, typed], flags }: VerbInput,
  { env, texts, print, accounts, clock }: VerbContext,
): Promise<void> {
  const { environment, inventory } = loadTerminalConfiguration(env);
  const isKnown = act === 'enrol' || act === 'list' || act === 'remove';
  if (!isKnown || (act !== 'list' && typed === undefined)) throw toUsageError(texts.guards.totpUsage);
  const { name: account } = await accounts([]).self();
  const store = await openStore(environment.store, texts, { isShared: true });
  try {
    const place = { store, inventory, texts, print, account, clock };
    if (act === 'list') await list(place);
    else if (act === 'enrol') await enrol(getName(typed ?? '', place), flags['replace'] === true, place);
    else await remove(getName(typed ?? '', place), place);
  } finally {
    await store.close();
  }
}

function getName(typed: string, { inventory, texts }: Place): string {
  const names = inventory.people.map(({ name }) => name);
  if (names.includes(typed)) return typed;
  throw new OpsError('not_found', texts.guards.totpNoPerson({ typed, names: names.join(', ') }));
}

async function enrol(
  person: string,
  mayReplace: boolean,
  { store, inventory, texts, print, account, clock }: Place,
): Promise<void> {
  const words = texts.guards;
  const codes = createCodes();
  const now = clock.now();
  const secret = codes.newSecret();
  await store.guards.changeAuthenticator(person, now, (known) => {
    if (known && !mayReplace)
      throw new OpsError('conflict', words.totpEnrolledAlready({ person }), { hint: words.totpReplaceHint });
    return {
      authenticator: { person, secret, enrolledAt: now.getTime(), wrongAt: [] },
      audit: [toEntry('totp.enrolled', inventory, account, { person, isReplaced: known !== undefined })],
    };
  });
  print(renderUnicodeCompact(codes.toUri(secret, person)));
  print(words.totpEnrolled({ person, key: secret.replace(/(.{4})(?=.)/g, '$1 ') }));
}

async function list({ store, inventory, texts, print, clock }: Place): Promise<void> {
  const now = clock.now();
  const known = await store.guards.listAuthenticators();
  if (known.length === 0) return print(texts.guards.totpNone);
  for (const { person, enrolledAt, lockedUntil = 0 } of known) {
    const since = formatLocalTime(new Date(enrolledAt), now, inventory.timezone);
    print(texts.guards.totpListed({ person, since, isLocked: lockedUntil > now.getTime() }));
  }
}

async function remove(person: string, { store, inventory, texts, print, account, clock }: Place): Promise<void> {
  await store.guards.changeAuthenticator(person, clock.now(), (known) => {
    if (!known) throw new OpsError('not_found', texts.guards.totpNotEnrolled({ person }));
    return { authenticator: null, audit: [toEntry('totp.removed', inventory, account, { person })] };
  });
  print(texts.guards.totpRemoved({ person }));
}

/** Whoever may write the database may do this; who it was is the account of the operating system. */
function toEntry(
  act: string,
  { people }: Inventory,
  account: string,
  details: { person: string; isReplaced?: boolean },
): AuditDraft {
  const actor = people.find((one) => one.account === account)?.name ?? account;
  return { actor, via: 'cli', act, subject: {}, outcome: 'ok', details: { ...details, account } };
}
