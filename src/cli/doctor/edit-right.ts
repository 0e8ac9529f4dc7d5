import { z } from 'zod';
import type { AskCloudflare } from './cloudflare-api.ts';
import type { Token } from './cloudflare-token.ts';
import type { Zone } from './cloudflare-zone.ts';

const EDIT = /^DNS (Write|Edit)$/i;
const ZONE = 'com.cloudflare.api.account.zone.';
const ACCOUNT = 'com.cloudflare.api.account.';

const resources = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]));
const token = z.object({
  policies: z.array(
    z.object({
      effect: z.string(),
      permission_groups: z.array(z.object({ name: z.string().nullish() })),
      resources,
    }),
  ),
});

/**
 * Whether the token may edit the zone's DNS, as far as reading can tell.
 *
 * `yes`: its policies say so; few tokens may read them. `no`: Cloudflare lists the right to read DNS there and not the one
 * to edit. That list (`zone.permissions`) is deprecated, and it is not said whether it is of the token or of whoever made
 * it; but a token never has more than its maker, so that what is missing there is missing either way, and what is listed
 * proves nothing. Everything else is `unknown`: active tokens, readable zones and records say nothing about editing.
 */
export async function findEditRight(
  ask: AskCloudflare,
  zone: Zone,
  found: Token | { refused: number },
  signal: AbortSignal,
): Promise<'yes' | 'no' | 'unknown'> {
  if ('path' in found && (await isWrittenDown(ask, zone, found, signal))) return 'yes';
  const { permissions } = zone;
  const isReadOnly = permissions.includes('#dns_records:read') && !permissions.includes('#dns_records:edit');
  return isReadOnly ? 'no' : 'unknown';
}

/** Names of permission groups have changed before: that a policy does not have ours says nothing. */
async function isWrittenDown(ask: AskCloudflare, zone: Zone, { path }: Token, signal: AbortSignal): Promise<boolean> {
  const policies = token.safeParse((await ask(path, signal)).result).data?.policies ?? [];
  const about = policies.filter(
    (policy) => covers(policy.resources, zone) && policy.permission_groups.some(({ name }) => EDIT.test(name ?? '')),
  );
  return about.some(({ effect }) => effect === 'allow') && about.every(({ effect }) => effect === 'allow');
}

function covers(of: z.infer<typeof resources>, { id, accountId = '-' }: Zone): boolean {
  return Object.entries(of).some(([resource, scope]) => {
    if (resource === `${ZONE}${id}` || resource === `${ZONE}*`) return scope === '*';
    if (resource !== `${ACCOUNT}${accountId}` && resource !== `${ACCOUNT}*`) return false;
    return scope === '*' || (typeof scope === 'object' && (scope[`${ZONE}*`] === '*' || scope[`${ZONE}${id}`] === '*'));
  });
}
