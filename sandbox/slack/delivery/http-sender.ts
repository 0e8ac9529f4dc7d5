import { createHmac } from 'node:crypto';
import { systemClock } from '../../../src/core/clock.ts';
import { isObject } from '../json-object.ts';
import { ACK_MS, type Outcome, type Parcel } from './outcome.ts';

/** Posts one delivery to the app, signed; what is not a 2xx within 3 seconds did not arrive. */
export async function sendOverHttp(url: string, signingSecret: string, parcel: Parcel): Promise<Outcome> {
  const startedMs = performance.now();
  const ackMs = (): number => Math.round(performance.now() - startedMs);
  const { body, contentType } = encode(parcel);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...sign(signingSecret, body), ...retryHeaders(parcel), 'content-type': contentType },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(ACK_MS),
    });
    const text = await response.text();
    const noRetry = response.headers.get('x-slack-no-retry') === '1';
    if (!response.ok) return { ok: false, error: 'dispatch_failed', ackMs: ackMs(), noRetry };
    return { ok: true, body: decode(text, response.headers.get('content-type')), ackMs: ackMs() };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    return { ok: false, error: timedOut ? 'operation_timeout' : 'dispatch_failed', ackMs: ackMs() };
  }
}

/** The receiver compares with its own clock, so this is the machine's and never a test's. */
function sign(secret: string, body: string): Record<string, string> {
  const timestamp = String(Math.floor(systemClock.now().getTime() / 1000));
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${hash}`,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
  };
}

const retryHeaders = ({ retry }: Parcel): Record<string, string> =>
  retry ? { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': retry.reason } : {};

function encode({ type, payload }: Parcel): { body: string; contentType: string } {
  if (type === 'events_api') return { body: JSON.stringify(payload), contentType: 'application/json' };
  const form = new URLSearchParams();
  if (type === 'interactive') form.set('payload', JSON.stringify(payload));
  else for (const [name, value] of Object.entries(payload)) form.set(name, String(value));
  return { body: form.toString(), contentType: 'application/x-www-form-urlencoded' };
}

function decode(text: string, contentType: string | null): unknown {
  if (text === '') return {};
  if (!contentType?.includes('json')) return { text };
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : {};
  } catch {
    return { text };
  }
}
