import { describe, expect, it } from 'vitest';
import { OpsError } from '../../src/core/errors.ts';
import type { ServiceConfig } from '../../src/core/inventory.ts';
import type { HttpRequest } from '../../src/core/ports/prober.ts';
import type { StepContext } from '../../src/core/step.ts';
import { verifyService } from '../../src/steps/verify-service.ts';
import { createMoveWorld, params, primary, standby, type World } from '../support/move-world.ts';
import { unreachable } from '../support/step-context.ts';

const { definition } = verifyService;
describe('users have arrived', () => {
  it('when servers, resolvers and the site itself say so, seen from here and from elsewhere', async () => {
    const { context, prober, remote } = createMoveWorld();
    const result = await definition.apply(params, context);
    expect(result.summary).toBe('2 authoritative servers, 3 resolvers, https from here and standby');
    expect(result.warnings).toEqual([]);
    expect(result).not.toHaveProperty('facts');
    expect(prober.requests).toEqual([
      { url: 'https://nextuse.jin7942.co.kr/', connect: '198.51.100.7:443', tls: { mode: 'verify' }, timeoutMs: 2_500 },
    ]);
    expect(remote.asked[1]).toBe('standby dig +noall +answer +time=2 +tries=1 @1.1.1.1 nextuse.jin7942.co.kr');
    expect(result.outputs?.map(({ title }) => title.split(' ')[1])).toEqual(['dig', 'dig', 'dig', 'curl']);
  });

  it('after the caches have forgotten, with a countdown from their own answers', async () => {
    const { context, elapsed } = createMoveWorld({ newAfter: { '192.0.2.54': 1, '1.1.1.1': 47, '9.9.9.9': 100 } });
    await definition.apply(params, context);
    expect(context.said[0]).toMatch(/^authoritative [01] of 2$/);
    expect(context.said).toContain('authoritative 2 of 2; 1.1.1.1 old for 43 s more; 9.9.9.9 old for 96 s more');
    expect(context.said.at(-1)).toBe('authoritative 2 of 2');
    expect(elapsed()).toBeLessThan(101.5);
    expect(context.said.filter((text, index) => text === context.said[index - 1])).toHaveLength(0);
  });

  it('by final addresses where the CNAME cannot be seen', async () => {
    const { context } = createMoveWorld({ isFlattened: true, newAfter: { '1.1.1.1': 20 } });
    expect((await definition.apply(params, context)).summary).toContain('2 authoritative servers, 3 resolvers');
    const back = { ...params, site: 'primary' as const, target: primary, previousTarget: standby };
    const never = createMoveWorld({ isFlattened: true, record: { content: primary } });
    await expect(definition.apply(back, never.context)).rejects.toMatchObject({ code: 'timed_out' });
  });

  it('with warnings for what could not be asked', async () => {
    const { context, elapsed } = createMoveWorld({
      newAfter: { '8.8.8.8': 'silent', '192.0.2.54': 'silent' },
      curl: unreachable('standby'),
    });
    const result = await definition.apply(params, context);
    expect(result.summary).toBe('1 authoritative server, 2 resolvers, https from here');
    expect(elapsed()).toBeLessThan(10);
    expect(result.warnings).toEqual([
      'No answer from 192.0.2.54: not verified there',
      'No answer from 8.8.8.8: not verified there',
      'Not verified from standby: Host standby does not answer',
    ]);
  });

  it('with a warning when real dig elsewhere still sees the old answer', async () => {
    const { context } = createMoveWorld({ dig: `nextuse.jin7942.co.kr. 9 IN CNAME ${primary}.\n` });
    const result = await definition.apply({ ...params, resolvers: ['1.1.1.1'] }, context);
    expect(result.warnings).toEqual([`Not verified from standby: 1.1.1.1 says ${primary}`]);
  });

  it('without the provider, and without its name servers, as far as users see it', async () => {
    const { context } = createMoveWorld();
    const down = new OpsError('unreachable', 'Cloudflare is down');
    const dnsProvider = { ...context.dnsProvider, read: () => Promise.reject(down) };
    const resolver = {
      ...context.resolver,
      authoritativeServers: () => Promise.reject(new OpsError('unreachable', 'no')),
    };
    const result = await definition.apply(params, { ...context, dnsProvider, resolver });
    expect(result.warnings).toEqual([
      'Not read back at the DNS provider: Cloudflare is down',
      'Authoritative servers of jin7942.co.kr could not be found',
    ]);
  });
});

describe('a proxied record', () => {
  const edge = { record: { proxied: true } };

  it('is judged by the provider and the marker, and dig is not asked by the bot', async () => {
    const { context, prober } = createMoveWorld({ ...edge, newAfter: { '1.1.1.1': 1_000 }, isFlattened: true });
    const result = await definition.apply({ ...params, vantage: [] }, context);
    expect(result.summary).toBe('provider read back (proxied: `dig` cannot show it), https from here');
    expect(prober.requests[0]?.connect).toBe('203.0.113.10:443');
  });

  it('cannot be judged without a marker, and that is said', async () => {
    const { context } = createMoveWorld({ ...edge, service: ({ marker: _, ...service }) => service });
    const result = await definition.apply({ ...params, vantage: [] }, context);
    expect(result.warnings).toEqual([
      'The record is proxied and the service has no marker: which site answers cannot be told',
    ]);
  });
});

describe('users have not arrived', () => {
  it('when the record is another at the provider', async () => {
    const { context } = createMoveWorld({ record: { content: 'evil.example' } });
    await expect(definition.apply(params, context)).rejects.toMatchObject({
      code: 'conflict',
      message: `nextuse.jin7942.co.kr points to evil.example at the provider, not to ${standby}`,
    });
  });

  it('when an authoritative server stays old for a minute', async () => {
    const { context, elapsed } = createMoveWorld({ newAfter: { '192.0.2.54': 1_000 } });
    await expect(definition.apply(params, context)).rejects.toMatchObject({
      code: 'timed_out',
      message: `nextuse.jin7942.co.kr is not ${standby} everywhere after 60 s: 192.0.2.54 says ${primary}`,
      hint: 'Look with /dns nextuse, then retry or roll back.',
    });
    expect(elapsed()).toBeLessThan(61);
  });

  it('when a resolver stays old longer than its own TTL and a little', async () => {
    const { context, elapsed } = createMoveWorld();
    const { resolver } = context;
    const stuck: StepContext['resolver'] = {
      ...resolver,
      query: (server, name, options) =>
        server === '9.9.9.9' && name === params.record
          ? Promise.resolve({
              ...{ server, name, rcode: 'NOERROR', isAuthoritative: false, durationMs: 1 },
              records: [{ name, type: 'CNAME', content: primary, ttlSeconds: Math.max(0, 40 - Math.floor(elapsed())) }],
            })
          : resolver.query(server, name, options),
    };
    await expect(definition.apply(params, { ...context, resolver: stuck })).rejects.toMatchObject({
      code: 'timed_out',
      message: expect.stringContaining(`9.9.9.9 says ${primary}`),
    });
    expect(elapsed()).toBeGreaterThan(54);
    expect(elapsed()).toBeLessThan(58);
  });

  it('when a resolver says that there is nothing', async () => {
    const { context } = createMoveWorld();
    const { resolver } = context;
    const empty: StepContext['resolver'] = {
      ...resolver,
      query: (server, name, options) =>
        server === '8.8.8.8' && name === params.record
          ? Promise.resolve({ server, name, rcode: 'NXDOMAIN', isAuthoritative: false, records: [], durationMs: 1 })
          : resolver.query(server, name, options),
    };
    await expect(definition.apply(params, { ...context, resolver: empty })).rejects.toMatchObject({
      code: 'timed_out',
      message: expect.stringContaining('8.8.8.8 says NXDOMAIN'),
    });
  });

  it('when no resolver answers', async () => {
    const silent = { '1.1.1.1': 'silent', '8.8.8.8': 'silent', '9.9.9.9': 'silent' } as const;
    await expect(definition.apply(params, createMoveWorld({ newAfter: silent }).context)).rejects.toMatchObject({
      code: 'unreachable',
      message: 'No DNS server answers: 1.1.1.1, 8.8.8.8, 9.9.9.9',
    });
  });

  it.each<[string, NonNullable<World['http']>, string]>([
    ['is silent', () => 'silent', 'https accepted but silent'],
    ['has an error', () => ({ status: 502 }), 'https 502'],
    ['is another', () => ({ status: 200, headers: { 'x-served-by': 'home' } }), 'https 200 (X-Served-By: home)'],
  ])('when the site behind the new answer %s, before the caches are waited for', async (_, http, text) => {
    const { context, elapsed } = createMoveWorld({ http, newAfter: { '1.1.1.1': 100 } });
    await expect(definition.apply(params, context)).rejects.toMatchObject({
      code: 'remote_failed',
      message: `https://nextuse.jin7942.co.kr/ is not served by the standby at 198.51.100.7: ${text}`,
    });
    expect(elapsed()).toBeLessThan(21);
  });

  it('but a gateway may need a moment', async () => {
    let asked = 0;
    const { context } = createMoveWorld({
      http: () => (++asked < 5 ? { status: 502 } : { status: 200, headers: { 'x-served-by': 'standby' } }),
    });
    await expect(definition.apply(params, context)).resolves.toMatchObject({
      summary: expect.stringContaining('https from here'),
    });
  });
});

describe('a standby that has to be read-only', () => {
  const readOnly = (service: ServiceConfig): ServiceConfig => ({
    ...service,
    readOnlyCheck: { method: 'POST', path: '/api/items' },
  });
  const answering = (status: number) => (request: HttpRequest) =>
    request.method === 'POST' ? { status } : { status: 200, headers: { 'x-served-by': 'standby' } };

  it('is asked to write, and refuses', async () => {
    const { context, prober } = createMoveWorld({ service: readOnly, http: answering(405) });
    const result = await definition.apply(params, context);
    expect(result.summary).toContain('writes refused');
    expect(prober.requests[1]).toMatchObject({
      url: 'https://nextuse.jin7942.co.kr/api/items',
      method: 'POST',
      connect: '198.51.100.7:443',
    });
  });

  it.each([200, 201, 302, 500])('fails with %i', async (status) => {
    const { context } = createMoveWorld({ service: readOnly, http: answering(status) });
    await expect(definition.apply(params, context)).rejects.toMatchObject({
      code: 'remote_failed',
      message: `Standby does not refuse writes: POST /api/items gives ${status}`,
    });
  });

  it('is not asked at the primary', async () => {
    const { context, prober } = createMoveWorld({
      service: readOnly,
      http: () => ({ status: 200, headers: { 'x-served-by': 'home' } }),
      record: { content: standby },
    });
    await definition.apply({ ...params, site: 'primary', vantage: [] }, context);
    expect(prober.requests.every(({ method }) => method === undefined)).toBe(true);
  });
});

it('has the time that two TTLs need', () => {
  const { timeoutMs } = definition;
  expect(typeof timeoutMs === 'function' && timeoutMs(params)).toBe(360_000);
  expect(typeof timeoutMs === 'function' && timeoutMs({ ...params, ttlSeconds: 1 })).toBe(720_000);
});

it('stops when the run is canceled', async () => {
  const controller = new AbortController();
  const { context } = createMoveWorld({ newAfter: { '1.1.1.1': 100 } });
  const progress = (text: string): void => {
    if (text.includes('old for 90 s')) controller.abort(new Error('canceled'));
  };
  await expect(definition.apply(params, { ...context, progress, signal: controller.signal })).rejects.toThrow(
    'canceled',
  );
});
