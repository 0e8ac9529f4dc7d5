import { WebClient, WebAPIPlatformError } from '@slack/web-api';

const TIMEOUT_MS = 8_000;

export interface Answer {
  ok: boolean;
  error?: string;
  team?: string;
  user?: string;
  users?: string[];
  found?: { deleted?: boolean; is_bot?: boolean };
  scopes?: readonly string[];
}

export type Ask = (method: string, args?: Record<string, unknown>) => Promise<Answer>;

/** An answer of Slack, also one that refuses; throws only when there is none. */
export function createAsk(token: string, slackApiUrl: string): Ask {
  const client = new WebClient(token, {
    slackApiUrl,
    timeout: TIMEOUT_MS,
    retryConfig: { retries: 1 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: { ...silent },
  });
  return async (method, args = {}) => {
    try {
      const answer = await client.apiCall(method, args);
      const { team, user, users } = answer as { team?: string; user?: unknown; users?: string[] };
      const scopes = answer.response_metadata?.scopes;
      return {
        ok: true,
        ...(team !== undefined && { team }),
        ...(typeof user === 'string' && { user }),
        ...(typeof user === 'object' && user !== null && { found: user }),
        ...(users && { users }),
        ...(scopes && { scopes }),
      };
    } catch (thrown) {
      if (!(thrown instanceof WebAPIPlatformError)) throw thrown;
      return { ok: false, error: thrown.data.error };
    }
  };
}

const nothing = (): void => {};
const silent = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => 'error' as never,
};
