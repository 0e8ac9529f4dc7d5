import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import type { AskCloudflare } from './cloudflare-api.ts';
import type { Zone } from './cloudflare-zone.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

const SOON_MS = 14 * 24 * 3_600_000;

const verified = z.object({
  id: z.string(),
  status: z.string(),
  expires_on: z.string().nullish(),
  not_before: z.string().nullish(),
});

/** The path below which Cloudflare speaks of the token, and what it says there. */
export interface Token {
  path: string;
  status: string;
  expiresOn?: string;
  notBefore?: string;
}

/**
 * What Cloudflare says of the token itself. Tokens of a user and those of an account are verified in different places;
 * which account it is, the zone tells. That it is active says nothing about what it may do.
 */
export async function findToken(
  ask: AskCloudflare,
  zone: Zone | undefined,
  signal: AbortSignal,
): Promise<Token | { refused: number }> {
  const owners = ['/user/tokens', ...(zone?.accountId === undefined ? [] : [`/accounts/${zone.accountId}/tokens`])];
  let refused = 0;
  for (const owner of owners) {
    const { status, result } = await ask(`${owner}/verify`, signal);
    const { data } = verified.safeParse(result);
    if (data) {
      return {
        path: `${owner}/${data.id}`,
        status: data.status,
        ...(data.expires_on && { expiresOn: data.expires_on }),
        ...(data.not_before && { notBefore: data.not_before }),
      };
    }
    refused = status;
  }
  return { refused };
}

export function judgeToken(token: Token | { refused: number }, clock: Clock, { doctor }: Texts): Finding[] {
  const check = 'cloudflare.token';
  if ('refused' in token) {
    return [warn(check, doctor.cloudflareTokenUnverified({ status: token.refused }), doctor.noCloudflareTokenFix)];
  }
  const { status, expiresOn, notBefore } = token;
  const now = clock.now().getTime();
  if (status !== 'active') return [fail(check, doctor.cloudflareToken({ status }), doctor.noCloudflareTokenFix)];
  if (notBefore !== undefined && Date.parse(notBefore) > now) {
    return [fail(check, doctor.cloudflareTokenEarly({ notBefore }), doctor.noCloudflareTokenFix)];
  }
  if (expiresOn !== undefined && Date.parse(expiresOn) - now < SOON_MS) {
    return [warn(check, doctor.cloudflareTokenExpires({ expiresOn }), doctor.cloudflareTokenExpiresFix)];
  }
  return [ok(check, doctor.cloudflareToken({ status }))];
}
