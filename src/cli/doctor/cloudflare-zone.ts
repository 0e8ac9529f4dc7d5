import { z } from 'zod';
import type { AskCloudflare } from './cloudflare-api.ts';

const zones = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    account: z.object({ id: z.string().nullish() }).nullish(),
    permissions: z.array(z.string()).nullish(),
  }),
);

export interface Zone {
  id: string;
  name: string;
  accountId?: string;
  /** Deprecated by Cloudflare, and not documented to be the token's own. */
  permissions: readonly string[];
}

/** A zone as the token sees it; undefined when it does not. */
export async function findZone(ask: AskCloudflare, name: string, signal: AbortSignal): Promise<Zone | undefined> {
  return (await listZones(ask, `name=${encodeURIComponent(name)}`, signal)).find((zone) => zone.name === name);
}

/** The names of all zones that the token reaches; the first fifty. Empty where it may not list them. */
export async function listReached(ask: AskCloudflare, signal: AbortSignal): Promise<string[]> {
  return (await listZones(ask, 'per_page=50', signal)).map(({ name }) => name);
}

async function listZones(ask: AskCloudflare, query: string, signal: AbortSignal): Promise<Zone[]> {
  const { result } = await ask(`/zones?${query}`, signal);
  return (zones.safeParse(result).data ?? []).map(({ id, name, account, permissions }) => ({
    id,
    name,
    ...(account?.id && { accountId: account.id }),
    permissions: permissions ?? [],
  }));
}
