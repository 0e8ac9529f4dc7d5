import type { Texts } from '../../core/texts/catalogue.ts';
import { verifyAudit } from '../../core/verify-audit.ts';
import type { AuditReader } from '../../store/open-for-reading.ts';
import { fail, ok, type Finding } from './finding.ts';

/** Whether the chain of a trail is whole. Closes it. */
export async function checkChain(
  reader: Pick<AuditReader, 'scan'> & { close(): Promise<void> },
  { doctor, audit }: Texts,
): Promise<Finding[]> {
  try {
    const { entries, head, broken } = await verifyAudit(reader.scan(), []);
    if (broken) {
      const message = doctor.chainBroken({ sequence: broken.sequence, why: audit.why[broken.why] });
      return [fail('audit', message, doctor.chainBrokenFix)];
    }
    return [ok('audit', head ? doctor.chainWhole({ entries, hash: head.hash }) : doctor.chainEmpty)];
  } finally {
    await reader.close();
  }
}
