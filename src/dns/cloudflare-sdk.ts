import type { Secret } from '../core/secret.ts';

/** Below Cloudflare's own 400 s; Node's default of 4 s would make every change after a gate a new TLS session. */
const KEEP_ALIVE_MS = 300_000;

interface Options {
  token: Secret;
  baseUrl: string | undefined;
}

export type CloudflareSdk = Awaited<ReturnType<typeof loadSdk>>;

/**
 * The official SDK without what it would do by itself: retries (deaf to abort and obedient to any Retry-After), logging,
 * credentials from the environment. Loaded here and not at start: unbundled it takes some 40 MB and 0.4 s.
 */
export async function loadSdk({ token, baseUrl }: Options) {
  const [{ createClient }, { BaseRecords }, { BaseZones }, { Agent }] = await Promise.all([
    import('cloudflare/tree-shakable'),
    import('cloudflare/resources/dns/records'),
    import('cloudflare/resources/zones/zones'),
    import('undici'),
  ]);
  const agent = new Agent({ keepAliveTimeout: KEEP_ALIVE_MS, keepAliveMaxTimeout: KEEP_ALIVE_MS });
  return createClient({
    resources: [BaseRecords, BaseZones],
    apiToken: token.reveal(),
    apiKey: null,
    apiEmail: null,
    userServiceKey: null,
    baseURL: baseUrl ?? 'https://api.cloudflare.com/client/v4',
    maxRetries: 0,
    logLevel: 'off',
    // The types of fetch come from another version of undici.
    fetchOptions: { dispatcher: agent as object as NonNullable<RequestInit['dispatcher']> },
  });
}
