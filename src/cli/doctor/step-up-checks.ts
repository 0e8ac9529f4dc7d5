import { existsSync } from 'node:fs';
import type { Configuration } from '../../config/configuration.ts';
import type { StoreAddress } from '../../config/store-address.ts';
import { findPerson } from '../../core/actor.ts';
import type { Inventory } from '../../core/inventory.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import { openForReading, type Reader } from '../../store/open-for-reading.ts';
import { createAsk, type Ask } from './ask-slack.ts';
import { fail, ok, warn, type Check, type Finding } from './finding.ts';

/** People who decide by a policy with `stepUp`, and how many of them it takes. */
interface Deciders {
  policy: 'destructive' | 'write' | 'breakGlass';
  named: readonly string[];
  needed: number;
}

/** Whether those who must show a code of an authenticator have one: without, their yes is refused in the night. */
export function listStepUpChecks(
  {
    environment,
    inventory,
  }: { environment: Pick<Configuration['environment'], 'slack' | 'store'>; inventory: Inventory },
  texts: Texts,
): Check[] {
  const { botToken, apiUrl } = environment.slack;
  const ask = createAsk(botToken.reveal(), apiUrl);
  return listDeciders(inventory).map((deciders) => ({
    name: `stepUp.${deciders.policy}`,
    async run() {
      const [accounts, enrolled] = await Promise.all([
        listAccounts(deciders.named, ask),
        readEnrolled(environment.store),
      ]);
      return judge(deciders, accounts, enrolled, inventory, texts);
    },
  }));
}

function listDeciders({ policies: { destructive, write, breakGlass } }: Inventory): Deciders[] {
  const gates = Object.entries({ destructive, write }).flatMap(([policy, { approvals, approvers, stepUp }]) =>
    stepUp && approvals > 0 ? [{ policy: policy as 'destructive' | 'write', named: approvers, needed: approvals }] : [],
  );
  const isAsked = breakGlass.stepUp !== undefined && breakGlass.allowed.length > 0;
  return [...gates, ...(isAsked ? [{ policy: 'breakGlass' as const, named: breakGlass.allowed, needed: 1 }] : [])];
}

/** Groups as their members of this moment; one that cannot be read is told by its own check. */
async function listAccounts(named: readonly string[], ask: Ask): Promise<string[]> {
  const found = await Promise.all(
    named.map(async (id) =>
      id.startsWith('S') ? ((await ask('usergroups.users.list', { usergroup: id })).users ?? []) : [id],
    ),
  );
  return [...new Set(found.flat())];
}

async function readEnrolled(address: StoreAddress): Promise<ReadonlySet<string>> {
  // It is made at the first start, and nobody can be enrolled before.
  if (address.kind === 'sqlite' && !existsSync(address.path)) return new Set();
  const reader = await openReader(address);
  try {
    return new Set((await reader.listAuthenticators()).map(({ person }) => person));
  } catch (thrown) {
    // A database of before there were authenticators: the next start adds them.
    if (thrown instanceof Error && /no such table|does not exist/.test(thrown.message)) return new Set();
    throw thrown;
  } finally {
    await reader.close();
  }
}

async function openReader(address: StoreAddress): Promise<Reader> {
  if (address.kind === 'sqlite') return openForReading(address.path);
  const { openPostgresForReading } = await import('../../store/open-postgres-for-reading.ts');
  return openPostgresForReading(address.url.reveal());
}

function judge(
  { policy, needed }: Deciders,
  accounts: readonly string[],
  enrolled: ReadonlySet<string>,
  { people }: Inventory,
  { doctor }: Texts,
): Finding[] {
  const check = `stepUp.${policy}`;
  const known = accounts.map((id) => ({ id, name: findPerson({ person: id, slackId: id }, people)?.name }));
  const names = [...new Set(known.flatMap(({ name }) => name ?? []))];
  const without = names.filter((name) => !enrolled.has(name));
  const having = names.length - without.length;
  const findings = [
    ...without.map((person) => warn(check, doctor.notEnrolled({ person, policy }), doctor.notEnrolledFix({ person }))),
    ...known.flatMap(({ id, name }) =>
      name === undefined ? [warn(check, doctor.cannotEnrol({ id, policy }), doctor.cannotEnrolFix({ id }))] : [],
    ),
  ];
  if (having < needed) {
    const people = without.length > 0 ? without : ['<person>'];
    return [
      fail(check, doctor.tooFewEnrolled({ policy, having, needed }), doctor.tooFewEnrolledFix({ people })),
      ...findings,
    ];
  }
  return findings.length > 0 ? findings : [ok(check, doctor.allEnrolled({ policy, count: having }))];
}
