import { findPerson, type Actor } from '../core/actor.ts';
import type { AuditDraft } from '../core/audit.ts';
import { LOCKED_FOR_MS, tryCode, type CodeVerdict } from '../core/authenticator.ts';
import { OpsError } from '../core/errors.ts';
import type { EngineDeps } from './deps.ts';

/**
 * Takes the code of a person's authenticator, once. What was tried is written down before the answer, so that guessing is
 * counted whatever becomes of the process. Errors have `details.field` = `code`.
 */
export async function requireCode(
  actor: Actor,
  code: string | undefined,
  { store, codes, clock, inventory, texts }: Pick<EngineDeps, 'store' | 'codes' | 'clock' | 'inventory' | 'texts'>,
): Promise<void> {
  const words = texts.guards;
  const refuse = (message: string, hint?: string): OpsError =>
    new OpsError('not_allowed', message, { hint, details: { field: 'code' } });
  const typed = (code ?? '').replace(/\s/g, '');
  const now = clock.now();
  const person = findPerson(actor, inventory.people)?.name;
  const known = person === undefined ? undefined : await store.guards.findAuthenticator(person);
  if (person === undefined || !known)
    throw refuse(words.notEnrolled, words.notEnrolledHint({ person: person ?? actor.person }));
  if (typed === '') throw new OpsError('invalid_input', words.codeNeeded, { details: { field: 'code' } });
  const told: CodeVerdict[] = [];
  await store.guards.changeAuthenticator(person, now, (current) => {
    if (!current) return { audit: [] };
    const tried = tryCode(current, codes.findStep(current.secret, typed, now), now.getTime());
    const { verdict } = tried;
    told.push(verdict);
    const act = tried.isNewlyLocked ? 'totp.locked' : 'totp.refused';
    const entry: AuditDraft = {
      actor: actor.person,
      via: actor.via,
      act,
      subject: {},
      outcome: 'refused',
      details: { verdict },
    };
    return { authenticator: tried.authenticator, audit: verdict === 'ok' ? [] : [entry] };
  });
  const [verdict = 'wrong'] = told;
  if (verdict !== 'ok') throw refuse(words.codeRefused[verdict]({ minutes: LOCKED_FOR_MS / 60_000 }));
}
