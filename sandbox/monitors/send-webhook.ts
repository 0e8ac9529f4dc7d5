import type { Clock } from '../../src/core/clock.ts';

/** `refused`: a 4xx, which nobody repeats. `failed`: a 5xx, or no answer. */
export interface Sent {
  outcome: 'accepted' | 'refused' | 'failed';
  status: number | undefined;
  /** For people. */
  text: string;
}

export interface Webhook {
  url: string;
  /** Sent as bearer. */
  token: string;
  userAgent: string;
}

/** One POST of JSON. Never throws: no answer is an outcome, too. */
export async function sendWebhook(
  { url, token, userAgent }: Webhook,
  body: object,
  { clock, timeoutMs, signal }: { clock: Clock; timeoutMs: number; signal: AbortSignal },
): Promise<Sent> {
  const answered = new AbortController();
  const late = new AbortController();
  void clock.sleep(timeoutMs, answered.signal).then(() => answered.signal.aborted || late.abort());
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': userAgent, authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      signal: AbortSignal.any([late.signal, signal]),
    });
    return toSent(answer, await answer.text());
  } catch (error) {
    return { outcome: 'failed', status: undefined, text: late.signal.aborted ? 'timed out' : toReason(error) };
  } finally {
    answered.abort();
  }
}

function toSent({ ok, status, statusText }: Response, body: string): Sent {
  const accepted = /^\{"accepted":(\d+)\}/.exec(body.trim())?.[1];
  if (ok)
    return {
      outcome: 'accepted',
      status,
      text: accepted === undefined ? `${status}` : `${status}, accepted ${accepted}`,
    };
  return { outcome: status >= 500 ? 'failed' : 'refused', status, text: `${status} ${statusText}`.trim() };
}

function toReason(error: unknown): string {
  const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED') return 'connection refused';
  return code === undefined ? 'no answer' : `no answer (${code})`;
}
