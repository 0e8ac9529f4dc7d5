import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { OpsError } from '../core/errors.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { WEB_METHODS, type WebMethod } from './web-methods.ts';

/** Answers after which Slack says that part of the request may have been carried out. */
const MAYBE_DONE = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);
/** For a refusal without Retry-After. */
const UNSAID_WAIT_MS = 5_000;
const BAD_TOKEN = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'team_access_not_granted',
  'no_permission',
  'user_removed_from_team',
  'team_disabled',
  'forbidden_team',
]);
/** The connection was never made, so nothing was sent. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Slack's own word for a refusal, e.g. `message_not_found`. */
export function findSlackError(thrown: unknown): string | undefined {
  const error = thrown instanceof OpsError ? thrown.details['slackError'] : undefined;
  return typeof error === 'string' ? error : undefined;
}

export function findRetryAfterMs(thrown: unknown): number | undefined {
  const ms = thrown instanceof OpsError ? thrown.details['retryAfterMs'] : undefined;
  return typeof ms === 'number' ? ms : undefined;
}

/** The token itself is refused: no retry helps. */
export function isBadToken(thrown: unknown): boolean {
  return BAD_TOKEN.has(findSlackError(thrown) ?? '');
}

export function rateLimited(method: string, retryAfterMs: number, texts: Texts): OpsError {
  const message = texts.cards.slackRateLimited({ method, seconds: Math.ceil(retryAfterMs / 1_000) });
  return new OpsError('unreachable', message, {
    hint: texts.cards.slackTryLater,
    details: { slackError: 'ratelimited', retryAfterMs },
  });
}

/**
 * What the client threw, in our words: `remote_failed` or `not_allowed` with `details.slackError` when Slack refused;
 * `unreachable` when nothing was done (with `details.retryAfterMs` for a 429); `outcome_unknown` for a write whose answer
 * was lost.
 */
export function toSlackError(method: WebMethod, thrown: unknown, texts: Texts): OpsError {
  if (thrown instanceof OpsError) return thrown;
  if (thrown instanceof WebAPIRateLimitedError) return rateLimited(method, thrown.retryAfter * 1_000, texts);
  if (thrown instanceof WebAPIPlatformError && /^[a-z][a-z0-9_:]*$/.test(thrown.data.error)) {
    const slackError = thrown.data.error;
    if (slackError === 'ratelimited' || slackError === 'rate_limited')
      return rateLimited(method, UNSAID_WAIT_MS, texts);
    if (!MAYBE_DONE.has(slackError)) return refused(method, slackError, thrown, texts);
  }
  const isSent = !(thrown instanceof WebAPIRequestError && NEVER_SENT.has(findSystemCode(thrown.original)));
  if (WEB_METHODS[method] === 'write' && isSent) {
    return new OpsError('outcome_unknown', texts.cards.slackOutcomeUnknown({ method }), { cause: toCause(thrown) });
  }
  const hint = texts.cards.slackTryLater;
  return new OpsError('unreachable', texts.cards.slackUnreachable({ method }), { hint, cause: toCause(thrown) });
}

function refused(method: WebMethod, slackError: string, thrown: WebAPIPlatformError, texts: Texts): OpsError {
  const data = thrown.data as WebAPIPlatformError['data'] & { needed?: string };
  const messages = data.response_metadata?.messages ?? [];
  const code = BAD_TOKEN.has(slackError) || slackError === 'missing_scope' ? 'not_allowed' : 'remote_failed';
  const details = { slackError, messages, ...(data.needed === undefined ? {} : { needed: data.needed }) };
  return new OpsError(code, texts.cards.slackRefused({ method, error: slackError }), { details });
}

function findSystemCode(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const code = (at as NodeJS.ErrnoException).code;
    if (code !== undefined) return code;
  }
  return '';
}

/** Bodies of error pages stay out of logs. */
function toCause(thrown: unknown): unknown {
  return thrown instanceof WebAPIHTTPError ? new Error(`HTTP ${thrown.statusCode}`) : thrown;
}
