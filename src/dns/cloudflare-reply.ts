import { redact } from '../core/redact.ts';
import { envelope } from './cloudflare-shapes.ts';

const LONGEST_RETRY_MS = 60_000;

/** What became of one request, told apart by what it means for a write. */
export type Reply =
  | { kind: 'result'; result: unknown }
  /** Refused with reasons. */
  | { kind: 'refused'; status: number; code: number; detail: string }
  | { kind: 'limited'; retryAfterMs: number }
  /** 5xx, or something that is no answer of this API. */
  | { kind: 'broken'; status: number; isJson: boolean; retryAfterMs?: number }
  /** No connection: nothing was sent. */
  | { kind: 'not-sent'; detail: string }
  /** The connection was lost with the request under way. */
  | { kind: 'lost'; detail: string }
  | { kind: 'late' };

/** From a complete answer. */
export function toReply(status: number, body: unknown, headers: Headers, now: Date): Reply {
  const retryAfterMs = findRetryAfterMs(headers, now);
  if (status === 429) return { kind: 'limited', retryAfterMs: retryAfterMs ?? LONGEST_RETRY_MS };
  const parsed = envelope.safeParse(body);
  if (status >= 500 || status === 408 || !parsed.success) {
    return { kind: 'broken', status, isJson: parsed.success, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
  const { success, errors, result } = parsed.data;
  // `success: false` comes with status 200 too.
  if (status < 400 && success !== false) return { kind: 'result', result };
  const [first] = errors ?? [];
  return { kind: 'refused', status, code: first?.code ?? 0, detail: redact(first?.message ?? '').slice(0, 200) };
}

function findRetryAfterMs(headers: Headers, now: Date): number | undefined {
  const text = headers.get('retry-after');
  if (!text) return undefined;
  const ms = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_RETRY_MS);
}

/** From what fetch threw. Only an error of connecting itself proves that nothing was sent. */
export function toReplyOfFailure(thrown: unknown): Reply {
  const causes = listCauses(thrown);
  const last = causes.at(-1);
  const detail = last ? last.code || redact(last.message).slice(0, 80) : '';
  return { kind: causes.some(isBeforeSending) ? 'not-sent' : 'lost', detail };
}

interface Cause {
  message: string;
  code: string;
  syscall: string;
}

function listCauses(thrown: unknown): Cause[] {
  if (!(thrown instanceof Error)) return [];
  const text = (key: 'code' | 'syscall'): string => (key in thrown ? String(Reflect.get(thrown, key)) : '');
  const inner = thrown instanceof AggregateError ? thrown.errors.at(-1) : thrown.cause;
  return [{ message: thrown.message, code: text('code'), syscall: text('syscall') }, ...listCauses(inner)];
}

function isBeforeSending({ code, syscall }: Cause): boolean {
  if (syscall === 'connect' || syscall === 'getaddrinfo' || code === 'UND_ERR_CONNECT_TIMEOUT') return true;
  return /^(ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/.test(code);
}
