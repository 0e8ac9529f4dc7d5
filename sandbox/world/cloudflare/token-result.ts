import type { Token } from 'cloudflare/resources/shared';
import type { TokenVerifyResponse } from 'cloudflare/resources/user/tokens/tokens';
import type { TokenState } from './authorise.ts';

const DNS_READ = { id: '82e64a83756745bbbb1c9c2701bf816b', name: 'DNS Read' };
const DNS_WRITE = { id: '4755a26eedb94da69e1066d98aa820be', name: 'DNS Write' };

/** GET …/tokens/verify. That it is active says nothing about what it may do. */
export function toVerified(id: string, { expiresOn }: TokenState): TokenVerifyResponse {
  return { id, status: 'active', ...(expiresOn !== undefined && { expires_on: expiresOn }) };
}

/** GET …/tokens/:id. Held to the SDK's own type; the id of the zone permission is as Cloudflare's documentation has it. */
export function toTokenResult(id: string, token: TokenState, zoneId: string): Token {
  return {
    ...toVerified(id, token),
    name: 'watchkeeper',
    policies: [
      {
        id: 'f'.repeat(32),
        effect: 'allow',
        permission_groups: token.isReadOnly ? [DNS_READ] : [DNS_READ, DNS_WRITE],
        resources: { [`com.cloudflare.api.account.zone.${zoneId}`]: '*' },
      },
    ],
  };
}
