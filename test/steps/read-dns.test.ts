import { describe, expect, it } from 'vitest';
import { OpsError } from '../../src/core/errors.ts';
import { readDns } from '../../src/steps/read-dns.ts';
import { createProvider, createStepContext } from '../support/step-context.ts';

const { apply } = readDns.definition;
const params = {
  zone: 'jin7942.co.kr',
  record: 'nextuse.jin7942.co.kr',
  primaryTarget: 'jfree.iptime.org',
  standbyTarget: 'jin-backup.jin7942.co.kr',
  settledAt: 'standby',
} as const;
const world = (record: Parameters<typeof createProvider>[0]) =>
  createStepContext({ dnsProvider: createProvider(record) });

describe('dns.read', () => {
  it('says what the record is', async () => {
    const result = await apply(params, world({}));
    expect(result).toEqual({
      summary: 'nextuse.jin7942.co.kr CNAME jfree.iptime.org, TTL 120, not proxied',
      facts: { content: 'jfree.iptime.org', ttlSeconds: 120, proxied: false },
      warnings: [],
    });
  });

  it('is settled when there is nothing to do', async () => {
    const content = 'Jin-Backup.jin7942.co.kr.';
    expect(await apply(params, world({ content }))).toMatchObject({
      isSettled: true,
      summary: `already on standby: nextuse.jin7942.co.kr points to ${content}`,
    });
    expect(await apply({ ...params, settledAt: 'primary' }, world({ content }))).not.toHaveProperty('isSettled');
    expect(await apply({ ...params, settledAt: 'none' }, world({}))).not.toHaveProperty('isSettled');
    expect(await apply({ ...params, settledAt: 'primary' }, world({}))).toHaveProperty('isSettled', true);
  });

  it('refuses a record that somebody else changed', async () => {
    await expect(apply(params, world({ content: 'evil.example' }))).rejects.toMatchObject({
      code: 'conflict',
      message:
        'nextuse.jin7942.co.kr points to evil.example, which is neither the primary jfree.iptime.org nor the standby jin-backup.jin7942.co.kr',
    });
  });

  it('warns that dig cannot see a proxied one', async () => {
    expect(await apply(params, world({ proxied: true, ttlSeconds: 1 }))).toMatchObject({
      summary: 'nextuse.jin7942.co.kr CNAME jfree.iptime.org, TTL auto, proxied',
      warnings: ['The record is proxied: `dig` cannot show where it points'],
    });
  });

  it('lets the provider being down through, for the engine to wait', async () => {
    const down = new OpsError('unreachable', 'Cloudflare is down', { details: { retryAfterMs: 5_000 } });
    const dnsProvider = { ...createProvider(), read: () => Promise.reject(down) };
    await expect(apply(params, createStepContext({ dnsProvider }))).rejects.toBe(down);
  });
});
