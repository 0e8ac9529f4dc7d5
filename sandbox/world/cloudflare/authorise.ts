import { ApiError } from './api-error.ts';

export type Area = 'zones' | 'records' | 'verify' | 'tokens';

/** What a token is, beside its text. */
export interface TokenTraits {
  /** Whose it is; each kind is verified in its own place. */
  owner: 'user' | 'account';
  expiresOn: string | undefined;
  /** It may read tokens, and so its own policies. */
  readsTokens: boolean;
  /** Zones come with the deprecated list of permissions. */
  listsPermissions: boolean;
}

export interface TokenState extends TokenTraits {
  token: string;
  isBad: boolean;
  isReadOnly: boolean;
}

export const ORDINARY_TOKEN: TokenTraits = {
  owner: 'user',
  expiresOn: undefined,
  readsTokens: false,
  listsPermissions: true,
};

// Tokens are 40 characters; a header that cannot hold one is refused before anything is looked up.
const WELL_FORMED = /^Bearer [A-Za-z0-9_-]{30,100}$/;

/** Errors: ApiError as the live API answers a missing, malformed, unknown or too weak token. */
export function authorise(header: string | undefined, area: Area, isWrite: boolean, state: TokenState): void {
  if (header === undefined) throw new ApiError(400, 9106, 'Missing X-Auth-Key, X-Auth-Email or Authorization headers');
  if (!WELL_FORMED.test(header)) {
    const chain = [{ code: 6111, message: 'Invalid format for Authorization header' }];
    throw new ApiError(400, 6003, 'Invalid request headers', chain);
  }
  if (state.isBad || header !== `Bearer ${state.token}`) {
    if (area === 'verify' || area === 'tokens') throw new ApiError(401, 1000, 'Invalid API Token');
    if (area === 'zones') throw new ApiError(403, 9109, 'Invalid access token');
    throw new ApiError(403, 10_000, 'Authentication error');
  }
  if (isWrite && state.isReadOnly) throw new ApiError(403, 10_000, 'Authentication error');
}
