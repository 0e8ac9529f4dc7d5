import { WebClient, type WebAPICallResult } from '@slack/web-api';
import type { Clock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import type { Log } from '../core/ports/log.ts';
import type { Secret } from '../core/secret.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { createBoltLogger } from './bolt-logger.ts';
import { findRetryAfterMs, findSlackError, rateLimited, toSlackError } from './web-errors.ts';
import type { WebMethod } from './web-methods.ts';

/** Told of each call, for metrics: outcome is `ok`, Slack's error, or `unreachable` / `outcome_unknown`. */
export type OnCall = (method: string, outcome: string, retryAfterSeconds?: number) => void;

export interface SlackWebDeps {
  token: Secret;
  /** Ends in `/`, e.g. https://slack.com/api/. */
  apiUrl: string;
  clock: Clock;
  log: Log;
  texts: Texts;
  onCall?: OnCall | undefined;
}

/**
 * One call of the Web API. Errors: see toSlackError. What provably did nothing is tried three times in quick succession;
 * a write with a lost answer never. While a 429 lasts, the same method (for posts: the same channel) is refused here.
 */
export interface SlackWeb {
  call<T>(method: WebMethod, args: Record<string, unknown>): Promise<T & WebAPICallResult>;
  /** Answers through a response_url, which works where the bot is no member. Throws `remote_failed` when refused. */
  respond(responseUrl: string, body: Record<string, unknown>): Promise<void>;
  /** Sends a file's bytes to the address that Slack gave. */
  upload(uploadUrl: string, text: string): Promise<void>;
}

const TIMEOUT_MS = 10_000;
const RETRY_DELAYS_MS = [300, 900];

export function createSlackWeb(deps: SlackWebDeps): SlackWeb {
  const { token, apiUrl, clock, log, texts } = deps;
  const client = new WebClient(token.reveal(), {
    slackApiUrl: apiUrl,
    timeout: TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: createBoltLogger(log),
  });
  const limits = createRateLimits(clock);

  async function attempt(method: WebMethod, args: Record<string, unknown>): Promise<WebAPICallResult> {
    const place = method === 'chat.postMessage' ? `${method} ${String(args['channel'])}` : method;
    const waitMs = limits.findWaitMs(place);
    if (waitMs !== undefined) throw rateLimited(method, waitMs, texts);
    try {
      const result = await client.apiCall(method, args);
      deps.onCall?.(method, 'ok');
      return result;
    } catch (thrown) {
      const error = toSlackError(method, thrown, texts);
      const retryAfterMs = findRetryAfterMs(error);
      if (retryAfterMs !== undefined) limits.block(place, retryAfterMs);
      deps.onCall?.(
        method,
        findSlackError(error) ?? error.code,
        retryAfterMs === undefined ? undefined : retryAfterMs / 1_000,
      );
      log.warn({ method, code: error.code, ...error.details, cause: toCauseText(error) }, 'slack call failed');
      throw error;
    }
  }

  return {
    async call<T>(method: WebMethod, args: Record<string, unknown>) {
      for (const delayMs of RETRY_DELAYS_MS) {
        try {
          return (await attempt(method, args)) as T & WebAPICallResult;
        } catch (thrown) {
          if (!isWorthRetrying(thrown)) throw thrown;
          await clock.sleep(delayMs);
        }
      }
      return (await attempt(method, args)) as T & WebAPICallResult;
    },
    respond: (responseUrl, body) => send(responseUrl, JSON.stringify(body), 'application/json', texts),
    upload: (uploadUrl, text) => send(uploadUrl, text, 'application/octet-stream', texts),
  };
}

const isWorthRetrying = (thrown: unknown): boolean =>
  thrown instanceof OpsError && thrown.code === 'unreachable' && findRetryAfterMs(thrown) === undefined;

const toCauseText = (error: OpsError): string | undefined =>
  error.cause instanceof Error ? error.cause.message : undefined;

function createRateLimits(clock: Clock) {
  const until = new Map<string, number>();
  return {
    block: (place: string, ms: number): void => void until.set(place, clock.now().getTime() + ms),
    findWaitMs(place: string): number | undefined {
      const ms = (until.get(place) ?? 0) - clock.now().getTime();
      if (ms > 0) return ms;
      until.delete(place);
      return undefined;
    },
  };
}

async function send(url: string, body: string, type: string, texts: Texts): Promise<void> {
  const method = 'response_url';
  let response: Response;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body, signal, redirect: 'error' });
  } catch (cause) {
    throw new OpsError('outcome_unknown', texts.cards.slackOutcomeUnknown({ method }), { cause });
  }
  await response.body?.cancel();
  if (response.ok) return;
  const error = `HTTP ${response.status}`;
  throw new OpsError('remote_failed', texts.cards.slackRefused({ method, error }), {
    details: { status: response.status },
  });
}
