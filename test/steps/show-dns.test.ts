import { describe, expect, it } from 'vitest';
import { OpsError } from '../../src/core/errors.ts';
import { showDns } from '../../src/steps/show-dns.ts';
import { createResolver, createStepContext } from '../support/step-context.ts';

const { apply } = showDns.definition;
const params = {
  zone: 'jin7942.co.kr',
  record: 'nextuse.jin7942.co.kr',
  primaryTarget: 'jfree.iptime.org',
  standbyTarget: 'jin-backup.jin7942.co.kr',
  authoritative: 'auto' as const,
  resolvers: ['1.1.1.1', '8.8.8.8', '9.9.9.9'],
};
const cname = (content: string, ttlSeconds = 120) => ({ type: 'CNAME' as const, content, ttlSeconds });
const a = (content: string, ttlSeconds = 60) => ({ type: 'A' as const, content, ttlSeconds });

describe('dns.show', () => {
  it('says which site every server means, with TTLs', async () => {
    const resolver = createResolver((server, name) => {
      if (name === 'jin-backup.jin7942.co.kr') return server === '1.1.1.1' ? [a('198.51.100.7')] : [];
      if (name === 'jfree.iptime.org') return [a('203.0.113.10')];
      if (server.startsWith('192.')) return [a('198.51.100.7', 120)];
      if (server === '1.1.1.1') return [cname('jfree.iptime.org', 43), a('203.0.113.10')];
      return server === '8.8.8.8' ? 'silent' : [cname('evil.example', 10)];
    });
    const result = await apply(params, createStepContext({ resolver }));
    expect(result.summary).toBe('authoritative: 2 standby; resolvers: 1 primary, 1 neither site, 1 silent');
    expect(result.warnings).toEqual(['No answer from 8.8.8.8: not verified there', 'Neither site at 9.9.9.9']);
    expect(result.outputs?.map(({ text }) => text)).toEqual([
      '192.0.2.53  198.51.100.7  TTL 120  standby\n192.0.2.54  198.51.100.7  TTL 120  standby',
      '1.1.1.1  jfree.iptime.org  TTL 43  primary\n8.8.8.8  no answer\n9.9.9.9  evil.example  TTL 10  neither site',
    ]);
  });

  it('goes on when the authoritative servers cannot be found', async () => {
    const resolver = {
      ...createResolver(() => [cname('jfree.iptime.org')]),
      authoritativeServers: () => Promise.reject(new OpsError('unreachable', 'nobody tells')),
    };
    const result = await apply(params, createStepContext({ resolver }));
    expect(result.summary).toBe('resolvers: 3 primary');
    expect(result.warnings).toEqual(['Authoritative servers of jin7942.co.kr could not be found']);
  });

  it('is refused when nobody answers', async () => {
    const resolver = createResolver(() => 'silent');
    await expect(
      apply({ ...params, authoritative: ['192.0.2.53:5353'] }, createStepContext({ resolver })),
    ).rejects.toMatchObject({
      code: 'unreachable',
      message: 'No DNS server answers: 192.0.2.53:5353, 1.1.1.1, 8.8.8.8, 9.9.9.9',
    });
  });
});
