import { describe, expect, it } from 'vitest';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { switchDns } from '../../src/steps/switch-dns.ts';
import { createProvider, createStepContext } from '../support/step-context.ts';

const { definition } = switchDns;
const params = {
  zone: 'jin7942.co.kr',
  record: 'nextuse.jin7942.co.kr',
  from: 'jfree.iptime.org',
  to: 'jin-backup.jin7942.co.kr',
  ttlSeconds: 120,
};

function createWorld(record: Parameters<typeof createProvider>[0] = {}) {
  const dnsProvider = createProvider(record);
  return { dnsProvider, context: createStepContext({ dnsProvider }) };
}

describe('dns.switch', () => {
  it('says what it will do', () => {
    expect(definition.describe(params, catalogues.en)).toBe(
      'Point nextuse.jin7942.co.kr from jfree.iptime.org to jin-backup.jin7942.co.kr, TTL 120',
    );
  });

  it('sets the record once, signed with the run, and knows the way back', async () => {
    const { context, dnsProvider } = createWorld({ ttlSeconds: 300 });
    const result = await definition.apply(params, context);
    expect(dnsProvider.replaced).toEqual([
      { expected: params.from, content: params.to, ttlSeconds: 120, comment: 'run_01JD watchkeeper' },
    ]);
    expect(result).toEqual({ summary: 'nextuse.jin7942.co.kr now points to jin-backup.jin7942.co.kr' });
    const [undo] = definition.undo?.(params, { content: params.from, ttlSeconds: 300, proxied: false }, context) ?? [];
    expect(undo).toEqual({
      type: 'dns.switch',
      params: { ...params, from: params.to, to: params.from, ttlSeconds: 300 },
    });
    await definition.apply(definition.params.parse(undo?.params), context);
    expect(dnsProvider.record).toMatchObject({ content: params.from, ttlSeconds: 300 });
  });

  it('keeps its comment within what the provider takes', async () => {
    const { context, dnsProvider } = createWorld();
    await definition.apply(params, { ...context, run: { ...context.run, id: 'r'.repeat(200) } });
    expect(dnsProvider.replaced[0]?.comment).toHaveLength(100);
  });

  it('writes nothing when the record is not what was approved', async () => {
    const { context, dnsProvider } = createWorld({ content: 'evil.example' });
    await expect(definition.apply(params, context)).rejects.toMatchObject({ code: 'conflict' });
    expect(dnsProvider.replaced).toEqual([]);
  });

  it('shows other facts when anything about the record changed', async () => {
    const seen = await definition.observe?.(params, createWorld().context);
    expect(seen).toMatchObject({
      summary: 'nextuse.jin7942.co.kr CNAME jfree.iptime.org → jin-backup.jin7942.co.kr, TTL 120',
      facts: { content: 'jfree.iptime.org', ttlSeconds: 120, proxied: false },
      warnings: ['Resolvers may go on with the old answer for up to 2 m, after a change back as well'],
    });
    for (const change of [{ content: 'x.example' }, { ttlSeconds: 60 }, { proxied: true }]) {
      const later = await definition.observe?.(params, createWorld(change).context);
      expect(later?.facts).not.toEqual(seen?.facts);
    }
    const same = await definition.observe?.(params, createWorld({ comment: 'x', modifiedAt: 'now' }).context);
    expect(same?.facts).toEqual(seen?.facts);
  });

  it.each([
    ['jin-backup.jin7942.co.kr', 'done'],
    ['JIN-backup.jin7942.co.kr.', 'done'],
    ['jfree.iptime.org', 'not-done'],
    ['evil.example', 'unknown'],
  ])('after a crash, with the record at %s: %s', async (content, verdict) => {
    expect(await definition.probe?.(params, createWorld({ content }).context)).toBe(verdict);
  });

  it('never takes an empty target', () => {
    expect(definition.params.safeParse({ ...params, to: '' }).success).toBe(false);
  });
});
