import { ApiError } from './api-error.ts';
import { authorise } from './authorise.ts';
import type { Area, TokenState } from './authorise.ts';
import { toPage, toSuccess } from './envelope.ts';
import type { Envelope } from './envelope.ts';
import { toFullName } from './record-fields.ts';
import { toTokenResult, toVerified } from './token-result.ts';
import type { RecordStore } from './record-store.ts';

export interface ApiRequest {
  method: string;
  /** Behind /client/v4. */
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  /** Parsed JSON, or undefined when it was none. */
  body: unknown;
}

export interface RouteDeps {
  zone: { id: string; name: string };
  /** As GET /zones/:id shows it to a token that may do everything. */
  zoneResult: Record<string, unknown>;
  records: RecordStore;
  token: TokenState;
  tokenId: string;
}

const ID = /^[0-9a-f]{32}$/;

/** Carries a request out. Errors: ApiError. */
export function answerRequest(request: ApiRequest, deps: RouteDeps): Envelope {
  const { method, path } = request;
  const [top, zoneId, collection, recordId, ...more] = path.split('/').filter((it) => it !== '');
  const area = toArea(path, collection);
  authorise(request.authorization, area, method !== 'GET', deps.token);
  if (method === 'GET' && (area === 'verify' || area === 'tokens')) return toSuccess(answerToken(path, area, deps));
  if (top !== 'zones' || more.length > 0) throw new ApiError(404, 7000, 'No route for that URI');
  if (zoneId === undefined && method === 'GET') return listZones(request.query, deps);
  if (zoneId === undefined || zoneId !== deps.zone.id) throw noSuchObject(path);
  if (collection === undefined && method === 'GET') return toSuccess(toShown(deps));
  if (collection !== 'dns_records') throw new ApiError(404, 7000, 'No route for that URI');
  return recordId === undefined ? answerCollection(request, deps) : answerRecord(request, recordId, deps);
}

function toArea(path: string, collection: string | undefined): Area {
  const [, ofToken] = /^\/(?:user|accounts\/[0-9a-f]{32})\/tokens\/(\w+)$/.exec(path) ?? [];
  if (ofToken !== undefined) return ofToken === 'verify' ? 'verify' : 'tokens';
  return collection === undefined ? 'zones' : 'records';
}

/** A token is known in its owner's place alone, and read by those that may read tokens. */
function answerToken(path: string, area: 'verify' | 'tokens', { token, tokenId, zone }: RouteDeps): unknown {
  const isOwners = path.startsWith('/user/') === (token.owner === 'user');
  if (area === 'verify') {
    if (!isOwners) throw new ApiError(401, 1000, 'Invalid API Token');
    return toVerified(tokenId, token);
  }
  if (!isOwners || !token.readsTokens) throw new ApiError(403, 9109, 'Unauthorized to access requested resource');
  return toTokenResult(tokenId, token, zone.id);
}

function listZones(query: URLSearchParams, deps: RouteDeps): Envelope {
  const name = query.get('name');
  return toPage(name === null || name === deps.zone.name ? [toShown(deps)] : [], query, 20);
}

function toShown({ zoneResult, token }: RouteDeps): unknown {
  const { permissions: _all, ...rest } = zoneResult;
  if (!token.listsPermissions) return rest;
  const edit = token.isReadOnly ? [] : ['#dns_records:edit'];
  return { ...rest, permissions: [...edit, '#dns_records:read', '#zone:read'] };
}

function answerCollection({ method, query, body }: ApiRequest, { records, zone }: RouteDeps): Envelope {
  if (method === 'POST') return toSuccess(records.create(toObject(body)));
  if (method !== 'GET') throw new ApiError(405, 10_405, 'Method not allowed for this authentication scheme');
  const name = query.get('name.exact') ?? query.get('name');
  const content = query.get('content.exact') ?? query.get('content');
  const type = query.get('type');
  const found = records
    .list()
    .filter((it) => name === null || it.name === toFullName(name, zone.name))
    .filter((it) => content === null || it.content === content)
    .filter((it) => type === null || it.type === type);
  return toPage(found, query, 100);
}

function answerRecord({ method, path, body }: ApiRequest, id: string, { records }: RouteDeps): Envelope {
  if (!ID.test(id)) throw noSuchObject(path);
  switch (method) {
    case 'GET':
      return toSuccess(records.get(id));
    case 'PATCH':
      return toSuccess(records.edit(id, toObject(body)));
    case 'PUT':
      return toSuccess(records.replace(id, toObject(body)));
    case 'DELETE':
      return toSuccess(records.remove(id));
    default:
      throw new ApiError(405, 10_405, 'Method not allowed for this authentication scheme');
  }
}

function toObject(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new ApiError(400, 9207, 'Request body is invalid.');
}

function noSuchObject(path: string): ApiError {
  const chain = [{ code: 7000, message: 'No route for that URI' }];
  return new ApiError(
    404,
    7003,
    `Could not route to /client/v4${path}, perhaps your object identifier is invalid?`,
    chain,
  );
}
