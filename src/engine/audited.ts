import type { Actor } from '../core/actor.ts';
import type { AuditDraft } from '../core/audit.ts';
import { OpsError } from '../core/errors.ts';
import type { EngineDeps } from './deps.ts';

/** Something that a person does; who may not, or comes too late, is written down, too. */
export async function audited<T>(
  { actor, act, subject }: { actor: Actor; act: string; subject: AuditDraft['subject'] },
  { store, clock, onMessages }: Pick<EngineDeps, 'store' | 'clock' | 'onMessages'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    const result = await work();
    onMessages();
    return result;
  } catch (thrown) {
    if (thrown instanceof OpsError && thrown.code !== 'internal') {
      const details = { code: thrown.code, message: thrown.message };
      const refused = { actor: actor.person, via: actor.via, act, subject, outcome: 'refused' as const, details };
      await store.audit.append([refused], clock.now());
    }
    throw thrown;
  }
}
