import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import Cloudflare, {
  APIConnectionError,
  AuthenticationError,
  InternalServerError,
  PermissionDeniedError,
  RateLimitError,
} from 'cloudflare';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWorld } from '../../sandbox/world/world.ts';
import type { World } from '../../sandbox/world/world.ts';

const schemaFile = new URL('../../sandbox/world/contract/cloudflare-sdk-7.3.0.schema.json', import.meta.url);
const ajv = new Ajv({ strict: false });
ajv.addSchema(JSON.parse(readFileSync(schemaFile, 'utf8')) as object, 'cf');

const NAME = 'nextuse.jin7942.co.kr';
const BACKUP = 'jin-backup.jin7942.co.kr';
let world: World;
let sdk: Cloudflare;

beforeEach(async () => {
  world = await createWorld();
  sdk = new Cloudflare({
    apiToken: world.cloudflare.token,
    baseURL: world.cloudflare.url,
    maxRetries: 0,
    timeout: 2000,
  });
});
afterEach(() => world.close());

function expectValid(name: string, value: unknown): void {
  const isValid = ajv.validate({ $ref: `cf#/definitions/${name}` }, value);
  expect(isValid ? [] : ajv.errors).toEqual([]);
}

interface Reply {
  status: number;
  headers: Headers;
  json: {
    result: Record<string, unknown>;
    success: boolean;
    errors: { code: number; error_chain?: { code: number }[] }[];
  };
}

async function call(method: string, path: string, body?: unknown, authorization?: string): Promise<Reply> {
  const response = await fetch(`${world.cloudflare.url}${path}`, {
    method,
    headers: authorization === '' ? {} : { authorization: authorization ?? `Bearer ${world.cloudflare.token}` },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, json: (await response.json()) as Reply['json'] };
}

const records = (): string => `/zones/${world.cloudflare.zone.id}/dns_records`;
const one = (): string => `${records()}/${world.cloudflare.record().id}`;
/** The SDK's types want all three; the API does not. */
const edit = (content: string): Promise<unknown> =>
  sdk.dns.records.edit(world.cloudflare.record().id, {
    zone_id: world.cloudflare.zone.id,
    name: NAME,
    type: 'CNAME',
    ttl: 5,
    content,
    comment: 'run_1',
  });

function lookUpAnew(): ReturnType<World['dns']['lookup']> {
  world.dns.flush();
  return world.dns.lookup(NAME);
}

test('the official SDK finds zone and record, edits it, and the change reaches the name server', async () => {
  const [zone] = (await sdk.zones.list({ name: 'jin7942.co.kr' })).result;
  const found = (await sdk.dns.records.list({ zone_id: zone?.id ?? '', name: { exact: NAME }, type: 'CNAME' })).result;
  expect(found.map((it) => it.content)).toEqual(['jfree.iptime.org']);
  await edit(BACKUP);
  expect(world.cloudflare.record()).toMatchObject({ content: BACKUP, comment: 'run_1', ttl: 5, proxied: false });
  expect(world.cloudflare.writes).toBe(1);
  await expect.poll(async () => (await lookUpAnew()).addresses).toEqual(['127.0.10.2']);
  expect((await sdk.user.tokens.verify()).status).toBe('active');
  expect(world.cloudflare.requests.map((it) => `${it.method} ${it.status}`)).toEqual([
    'GET 200',
    'GET 200',
    'PATCH 200',
    'GET 200',
  ]);
});

test('answers have the shapes of the contract, with null where the live API says null', async () => {
  const record = (await call('GET', one())).json.result;
  expect(record['comment']).toBeNull();
  const { comment: _comment, ...recordRest } = record;
  expectValid('CfRecord', recordRest);
  expectValid('CfRecord', (await call('PATCH', one(), { comment: 'x', ttl: 1 })).json.result);

  const zone = (await call('GET', `/zones/${world.cloudflare.zone.id}`)).json.result;
  expect(zone['owner']).toMatchObject({ id: null });
  const { owner: _owner, tenant: _tenant, tenant_unit: _unit, ...zoneRest } = zone;
  expectValid('CfZone', { ...zoneRest, owner: {} });

  expectValid('CfTokenVerify', (await call('GET', '/user/tokens/verify')).json.result);
  const wrong = await call('PATCH', one(), { ttl: 2 });
  expectValid('CfError', wrong.json.errors[0]);
  const made = await call('POST', records(), { type: 'TXT', name: 'note', content: 'hello' });
  expectValid('CfRecord', { ...made.json.result, comment: '' });
  expectValid('CfDelete', (await call('DELETE', `${records()}/${String(made.json.result['id'])}`)).json.result);
  expect(made.headers.get('ratelimit')).toMatch(/^"default";r=\d+;t=\d+$/);
  expect(made.headers.get('ratelimit-policy')).toBe('"default";q=1200;w=300');
});

test('PATCH merges, PUT falls back to defaults, DELETE makes the name vanish', async () => {
  await call('PATCH', one(), { comment: 'why' });
  expect(world.cloudflare.record()).toMatchObject({ comment: 'why', ttl: 5, content: 'jfree.iptime.org' });
  await call('PUT', one(), { type: 'CNAME', name: NAME, content: BACKUP });
  expect(world.cloudflare.record()).toMatchObject({ comment: null, ttl: 1, content: BACKUP });
  await call('DELETE', one());
  await expect.poll(async () => (await lookUpAnew()).rcode).toBe('NXDOMAIN');
  expect(() => world.cloudflare.record()).toThrow(NAME);
});

test.each([
  [{ content: '' }, 400, 9007, undefined],
  [{ content: 'not a name' }, 400, 9007, undefined],
  [{ ttl: 2 }, 400, 1004, 9021],
  [{ ttl: 90_000 }, 400, 1004, 9021],
  [{ comment: 'x'.repeat(101) }, 400, 1004, 9208],
  [{ tags: ['a'] }, 400, 9300, undefined],
  [{ type: 'A', content: '127.0.0.9' }, 400, 9004, undefined],
  ['{', 400, 9207, undefined],
])('PATCH %j is refused with %i and code %i', async (body, status, code, chained) => {
  const before = world.cloudflare.record();
  const { status: answered, json } = await call('PATCH', one(), body);
  expect({ answered, success: json.success, code: json.errors[0]?.code }).toEqual({
    answered: status,
    success: false,
    code,
  });
  expect(json.errors[0]?.error_chain?.[0]?.code).toBe(chained);
  expect(world.cloudflare.record()).toEqual(before);
  expect(world.cloudflare.writes).toBe(0);
});

test('records that exclude each other are refused', async () => {
  const post = async (body: unknown): Promise<number | undefined> =>
    (await call('POST', records(), body)).json.errors[0]?.code;
  expect(await post({ type: 'CNAME', name: BACKUP, content: 'a.example.com' })).toBe(81053);
  expect(await post({ type: 'A', name: NAME, content: '127.0.0.1' })).toBe(81054);
  expect(await post({ type: 'CNAME', name: NAME, content: 'jfree.iptime.org' })).toBe(81058);
  expect(await post({ type: 'A', name: 'x', content: '1.2.3' })).toBe(9005);
});

test('tokens, ids and paths that are wrong answer with the live codes', async () => {
  const zones = '/zones?name=jin7942.co.kr';
  const stranger = `Bearer ${'f'.repeat(40)}`;
  const code = async (
    path: string,
    authorization?: string,
  ): Promise<[number, number | undefined, number | undefined]> => {
    const { status, json } = await call('GET', path, undefined, authorization);
    return [status, json.errors[0]?.code, json.errors[0]?.error_chain?.[0]?.code];
  };
  expect(await code(zones, '')).toEqual([400, 9106, undefined]);
  expect(await code(zones, 'Bearer x')).toEqual([400, 6003, 6111]);
  expect(await code(zones, stranger)).toEqual([403, 9109, undefined]);
  expect(await code(records(), stranger)).toEqual([403, 10000, undefined]);
  expect(await code('/user/tokens/verify', stranger)).toEqual([401, 1000, undefined]);
  expect(await code(`${records()}/${'0'.repeat(32)}`)).toEqual([404, 81044, undefined]);
  expect(await code(`${records()}/nonsense`)).toEqual([404, 7003, 7000]);
  expect(await code(`/zones/${'0'.repeat(32)}/dns_records`)).toEqual([404, 7003, 7000]);
});

test('a read-only token reads, and proves its weakness only by an edit', async () => {
  world.cloudflare.faults.readOnlyToken(true);
  expect((await call('GET', one())).status).toBe(200);
  expect((await call('GET', '/user/tokens/verify')).status).toBe(200);
  await expect(edit(BACKUP)).rejects.toBeInstanceOf(PermissionDeniedError);
  world.cloudflare.faults.badToken(true);
  await expect(sdk.user.tokens.verify()).rejects.toBeInstanceOf(AuthenticationError);
});

test('tokens of a user and of an account are verified in their own places, and few may read themselves', async () => {
  const { faults } = world.cloudflare;
  const account = 'a'.repeat(32);
  const { id } = await sdk.user.tokens.verify();
  await expect(sdk.accounts.tokens.verify({ account_id: account })).rejects.toBeInstanceOf(AuthenticationError);
  await expect(sdk.user.tokens.get(id)).rejects.toBeInstanceOf(PermissionDeniedError);
  faults.tokenIs({ owner: 'account', readsTokens: true, expiresOn: '2027-01-01T00:00:00Z' });
  const verified = await call('GET', `/accounts/${account}/tokens/verify`);
  expectValid('CfTokenVerify', verified.json.result);
  expect(verified.json.result).toMatchObject({ id, expires_on: '2027-01-01T00:00:00Z' });
  await expect(sdk.user.tokens.verify()).rejects.toBeInstanceOf(AuthenticationError);
  const groups = (await sdk.accounts.tokens.get(id, { account_id: account })).policies?.[0]?.permission_groups;
  expect(groups?.map(({ name }) => name)).toEqual(['DNS Read', 'DNS Write']);
  faults.readOnlyToken(true);
  const [zone] = (await sdk.zones.list({ name: 'jin7942.co.kr' })).result;
  expect(zone?.permissions).toEqual(['#dns_records:read', '#zone:read']);
});

test('failures come as often as asked, on reads or writes, before or after the change', async () => {
  const { faults } = world.cloudflare;
  faults.failNext({ times: 2, status: 503, on: 'write' });
  expect((await call('GET', one())).status).toBe(200);
  await expect(edit(BACKUP)).rejects.toMatchObject({ status: 503 });
  await expect(edit(BACKUP)).rejects.toMatchObject({ status: 503 });
  expect(world.cloudflare.writes).toBe(0);
  faults.failNext({ status: 500, afterApply: true });
  await expect(edit(BACKUP)).rejects.toBeInstanceOf(InternalServerError);
  expect(world.cloudflare).toMatchObject({ writes: 1 });
  expect(world.cloudflare.record().content).toBe(BACKUP);
  faults.failNext({ status: 429, retryAfterSeconds: 300 });
  await expect(edit(BACKUP)).rejects.toSatisfy(
    (error) => error instanceof RateLimitError && error.headers.get('retry-after') === '300',
  );
  faults.failNext({ status: 502 });
  await expect(edit(BACKUP)).rejects.toMatchObject({ status: 502, errors: [] });
  faults.failNext({ status: 'reset' });
  await expect(edit(BACKUP)).rejects.toBeInstanceOf(APIConnectionError);
  faults.successFalse(1);
  expect(await edit(BACKUP)).toBeNull();
  expect(world.cloudflare.writes).toBe(1);
});

test('a hanging answer is carried out or not, and may stop after its headers', async () => {
  world.cloudflare.faults.hang({ afterApply: true, on: 'write' });
  await expect(patchWithin(300)).rejects.toThrow(/aborted/);
  expect(world.cloudflare.record().content).toBe(BACKUP);
  world.cloudflare.faults.hang({ body: true, afterApply: true });
  const response = await fetch(`${world.cloudflare.url}${one()}`, {
    headers: { authorization: `Bearer ${world.cloudflare.token}` },
    signal: AbortSignal.timeout(300),
  });
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow(/aborted/);
});

function patchWithin(timeoutMs: number): Promise<Response> {
  return fetch(`${world.cloudflare.url}${one()}`, {
    method: 'PATCH',
    body: JSON.stringify({ content: BACKUP }),
    headers: { authorization: `Bearer ${world.cloudflare.token}` },
    signal: AbortSignal.timeout(timeoutMs),
  });
}

test('a change by hand is no write of the API, and a proxied record hides where it points', async () => {
  world.cloudflare.setRecordByHand(BACKUP);
  expect(world.cloudflare.writes).toBe(0);
  await call('PATCH', one(), { proxied: true });
  await expect.poll(async () => (await lookUpAnew()).addresses).toEqual(['127.0.10.3']);
  expect(world.cloudflare.record().ttl).toBe(1);
  expect(await world.visit()).toEqual({ site: 'standby', status: 200 });
  await call('PATCH', one(), { content: 'jfree.iptime.org' });
  await expect.poll(() => world.visit()).toEqual({ site: 'primary', status: 200 });
});
