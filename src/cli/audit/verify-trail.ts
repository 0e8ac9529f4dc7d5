import type { AuditEntry } from '../../core/audit.ts';
import { OpsError } from '../../core/errors.ts';
import { hashJson, type Json } from '../../core/json.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import { isWhole, verifyAudit, type AuditVerdict } from '../../core/verify-audit.ts';
import type { AuditReader } from '../../store/open-for-reading.ts';
import type { AuditPart } from './part.ts';
import { openTrail } from './open-trail.ts';
import { readArguments } from './read-arguments.ts';

const options = {
  file: { type: 'string' },
  head: { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const;

/** Outputs that are kept, and the digests of those that no longer fit. */
interface OutputVerdict {
  count: number;
  /** So many are gone, as the inventory wants. */
  expired: number;
  changed: readonly string[];
}

/** Says whether the trail is whole, and where and why not. The exit code is 0 only when it is. */
export const verifyTrail: AuditPart = async (args, { env, texts, print }) => {
  const { values } = readArguments(args, options, texts);
  const heads = (values.head ?? []).map((typed) => toHead(typed, texts));
  const trail = await openTrail(values.file, { env, texts });
  const isDatabase = trail.kind === 'database';
  const verdict = await verifyAudit(isDatabase ? readable(trail.audit.scan()) : trail.entries(), heads);
  const outputs = isDatabase ? await verifyOutputs(trail.audit) : undefined;
  if (isDatabase) await trail.close();
  const isGood = isWhole(verdict) && (outputs?.changed.length ?? 0) === 0;
  if (values.json) print(JSON.stringify({ isWhole: isGood, ...verdict, ...(outputs && { outputs }) }));
  else print(describe(verdict, outputs, texts).join('\n'));
  return isGood ? 0 : 1;
};

function toHead(typed: string, { audit }: Texts): string {
  const hash = typed.trim().replaceAll('`', '').toLowerCase();
  if (/^[0-9a-f]{16,64}$/.test(hash)) return hash;
  throw new OpsError('invalid_input', audit.badHead({ typed }));
}

/** A row whose details are no JSON any more is a break in the chain, not the end of the verification. */
async function* readable(entries: AsyncIterable<AuditEntry>): AsyncGenerator<AuditEntry | undefined> {
  try {
    yield* entries;
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    yield undefined;
  }
}

async function verifyOutputs(audit: AuditReader): Promise<OutputVerdict> {
  let count = 0;
  let expired = 0;
  const changed: string[] = [];
  for await (const { digest, outputs, expiredAt } of audit.scanOutputs()) {
    if (expiredAt === undefined) count++;
    else expired++;
    if (expiredAt === undefined && !fits(digest, outputs)) changed.push(digest);
  }
  return { count, expired, changed };
}

function fits(digest: string, outputs: unknown): boolean {
  try {
    return hashJson(outputs as Json) === digest;
  } catch {
    return false;
  }
}

function describe(verdict: AuditVerdict, outputs: OutputVerdict | undefined, { audit }: Texts): string[] {
  const { entries, head, broken, heads } = verdict;
  const lines: string[] = [];
  if (broken) lines.push(audit.broken({ sequence: broken.sequence, after: entries, why: audit.why[broken.why] }));
  else lines.push(head ? audit.whole({ entries, hash: head.hash, at: head.at }) : audit.empty);
  for (const { hash, sequence } of heads) {
    lines.push(sequence === undefined ? audit.headMissing({ hash }) : audit.headFound({ hash, sequence }));
  }
  for (const digest of outputs?.changed ?? []) lines.push(audit.outputChanged({ digest }));
  if (outputs && outputs.changed.length === 0) lines.push(audit.outputsWhole({ count: outputs.count }));
  if (outputs && outputs.expired > 0) lines.push(audit.outputsExpired({ count: outputs.expired }));
  if (!broken && head && heads.length === 0) lines.push(audit.compareHead);
  return lines;
}
