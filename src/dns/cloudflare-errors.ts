import { OpsError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { Reply } from './cloudflare-reply.ts';

type Failure = Exclude<Reply, { kind: 'result' }>;

interface Subject {
  zone: string;
  record: string;
  timeoutMs: number;
}

/** What Cloudflare answers to a missing, malformed, unknown or too weak token. */
const TOKEN_CODES = new Set([1000, 6003, 6111, 9106, 9109, 10000]);
/** No such record; no such zone. */
const NOT_FOUND_CODES = new Set([81044, 7000, 7003]);

export function isNotFound(reply: Reply): boolean {
  return reply.kind === 'refused' && (reply.status === 404 || NOT_FOUND_CODES.has(reply.code));
}

/** The error of a read, or of a write that provably changed nothing. `extra` goes into its details. */
export function toError(reply: Failure, subject: Subject, texts: Texts, extra: Record<string, Json> = {}): OpsError {
  const { cloudflare } = texts.adapters;
  if (reply.kind === 'refused') return toRefusal(reply, subject, texts, extra);
  if (reply.kind === 'limited') {
    return new OpsError('unreachable', cloudflare.rateLimited({ seconds: Math.ceil(reply.retryAfterMs / 1000) }), {
      hint: cloudflare.rateLimitedHint,
      details: { ...extra, retryAfterMs: reply.retryAfterMs },
    });
  }
  if (reply.kind === 'late') {
    const message = cloudflare.timedOut({ seconds: subject.timeoutMs / 1000 });
    return new OpsError('timed_out', message, { hint: cloudflare.unreachableHint, details: extra });
  }
  const reason = toReason(reply, texts);
  const isUnchanged = extra['appliedCheck'] === 'not-applied';
  const message = cloudflare.unreachable({ reason: isUnchanged ? cloudflare.reasons.notApplied({ reason }) : reason });
  const retry = 'retryAfterMs' in reply ? { retryAfterMs: reply.retryAfterMs } : {};
  return new OpsError('unreachable', message, { hint: cloudflare.unreachableHint, details: { ...extra, ...retry } });
}

function toReason(reply: Extract<Failure, { kind: 'broken' | 'not-sent' | 'lost' }>, texts: Texts): string {
  const { reasons } = texts.adapters.cloudflare;
  if (reply.kind !== 'broken') return reasons.connection({ detail: reply.detail });
  return reply.isJson || reply.status >= 500
    ? reasons.status({ status: reply.status })
    : reasons.notJson({ status: reply.status });
}

function toRefusal(
  reply: Extract<Reply, { kind: 'refused' }>,
  { zone, record }: Subject,
  texts: Texts,
  extra: Record<string, Json>,
): OpsError {
  const { cloudflare } = texts.adapters;
  const { status, code, detail } = reply;
  const details = { ...extra, status, code };
  if (status === 401 || status === 403 || TOKEN_CODES.has(code)) {
    return new OpsError('not_allowed', cloudflare.tokenRefused({ zone, code }), {
      hint: cloudflare.tokenHint({ zone }),
      details,
    });
  }
  if (isNotFound(reply)) {
    return new OpsError('not_found', cloudflare.noRecord({ record, zone }), {
      hint: cloudflare.noRecordHint({ record }),
      details,
    });
  }
  return new OpsError('remote_failed', cloudflare.refused({ code, detail }), { hint: cloudflare.refusedHint, details });
}
