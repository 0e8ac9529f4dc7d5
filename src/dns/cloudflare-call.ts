import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import type { DnsCallOptions } from '../core/ports/dns-provider.ts';
import type { Secret } from '../core/secret.ts';
import { toReply, toReplyOfFailure } from './cloudflare-reply.ts';
import type { Reply } from './cloudflare-reply.ts';
import { loadSdk } from './cloudflare-sdk.ts';
import type { CloudflareSdk } from './cloudflare-sdk.ts';
import { startTimer } from '../core/start-timer.ts';

interface Deps {
  token: Secret;
  baseUrl: string | undefined;
  clock: Clock;
}

/** The SDK's error for an answer that is no success; its `error` is the body where that is JSON. */
const statusError = z.object({ status: z.number(), error: z.unknown(), headers: z.instanceof(Headers) });

type Send = (sdk: CloudflareSdk, options: { signal: AbortSignal }) => { asResponse(): Promise<Response> };

export type Call = (options: DnsCallOptions, send: Send) => Promise<Reply>;

/**
 * Makes calls over the SDK, each within its `timeoutMs` to the last byte of the answer (the SDK's own time-out ends
 * with the headers). Says what happened; rejects with the signal's reason only.
 */
export function createCall({ token, baseUrl, clock }: Deps): Call {
  let loading: Promise<CloudflareSdk> | undefined;

  async function send(sdk: CloudflareSdk, request: Send, signal: AbortSignal): Promise<Reply> {
    try {
      const response = await request(sdk, { signal }).asResponse();
      return toReply(response.status, parseJson(await response.text()), response.headers, clock.now());
    } catch (error) {
      const answer = statusError.safeParse(error).data;
      return answer ? toReply(answer.status, answer.error, answer.headers, clock.now()) : toReplyOfFailure(error);
    }
  }

  return async ({ timeoutMs, signal }, request) => {
    signal?.throwIfAborted();
    loading ??= loadSdk({ token, baseUrl });
    const sdk = await loading;
    const time = new AbortController();
    const stopTimer = startTimer(clock, timeoutMs, () => time.abort());
    try {
      const reply = await send(sdk, request, signal ? AbortSignal.any([signal, time.signal]) : time.signal);
      signal?.throwIfAborted();
      return time.signal.aborted ? { kind: 'late' } : reply;
    } finally {
      stopTimer();
    }
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
