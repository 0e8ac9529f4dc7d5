import { z } from 'zod';
import type { Secret } from '../../core/secret.ts';

const TIMEOUT_MS = 8_000;
const DEFAULT_URL = 'https://api.cloudflare.com/client/v4';

const envelope = z.object({ result: z.unknown(), errors: z.array(z.object({ code: z.number() })).nullish() });

export interface CloudflareAnswer {
  status: number;
  /** Of the first error; 0 without one. */
  code: number;
  result: unknown;
}

/** One request to Cloudflare's API, told as it was answered; throws only when there is no answer. */
export type AskCloudflare = (
  path: string,
  signal: AbortSignal,
  change?: { method: 'PATCH'; body: object },
) => Promise<CloudflareAnswer>;

/** Asks what the bot itself has no use for: what a token is and what it reaches. */
export function createAskCloudflare(apiToken: Secret, baseUrl = DEFAULT_URL): AskCloudflare {
  return async (path, signal, change) => {
    const response = await fetch(`${baseUrl}${path}`, {
      headers: { authorization: `Bearer ${apiToken.reveal()}`, ...(change && { 'content-type': 'application/json' }) },
      ...(change && { method: change.method, body: JSON.stringify(change.body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const body: unknown = await response.json().catch(() => undefined);
    const { result, errors } = envelope.safeParse(body).data ?? {};
    return { status: response.status, code: errors?.[0]?.code ?? 0, result };
  };
}
