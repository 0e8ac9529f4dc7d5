import { describe, expect, it } from 'vitest';
import { CALM_MS, findPair, isProbeDue, judgePrimary } from '../../src/alerts/judge-primary.ts';
import { PROBE_ID, type PrimaryDown, type Sign } from '../../src/core/primary-down.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const MINUTE = 60_000;
const within = 10 * MINUTE;

const sign = (id: string, source: string, change: Partial<Sign> = {}): Sign => ({
  id,
  source,
  group: `grp_${id}`,
  title: id,
  at: NOW,
  ...change,
});
const probe = sign(PROBE_ID, 'watchkeeper', { title: 'tcp 443 refused' });
const judge = (known: PrimaryDown | undefined, present: Sign[], now = NOW) =>
  judgePrimary(known, present, { service: 'nextuse', now, withinMs: within });

describe('which signs are independent', () => {
  it.each<[string, Sign[], boolean]>([
    ['nothing', [], false],
    ['one', [sign('a', 'prometheus')], false],
    ['two of one source', [sign('a', 'prometheus'), sign('b', 'prometheus')], false],
    [
      'two sources in one message',
      [sign('a', 'prometheus', { group: 'grp_x' }), sign('b', 'grafana', { group: 'grp_x' })],
      false,
    ],
    ['two sources', [sign('a', 'prometheus'), sign('b', 'grafana')], true],
    ['one source and the probe', [sign('a', 'prometheus'), probe], true],
    ['an old one and a new one', [sign('a', 'prometheus', { at: NOW - 11 * MINUTE }), sign('b', 'grafana')], false],
    ['the third is', [sign('a', 'prometheus'), sign('b', 'prometheus'), sign('c', 'kuma')], true],
  ])('%s', (_, signs, isPair) => {
    expect(findPair(signs, within) !== undefined).toBe(isPair);
    expect(judge(undefined, signs) !== undefined).toBe(isPair);
  });
});

describe('an episode', () => {
  const alert = sign('a', 'prometheus');
  const opened = judge(undefined, [alert, probe]);

  it('is the same while its signs are', () => {
    expect(opened).toMatchObject({ since: NOW, signs: [alert, probe] });
    expect(judge(opened, [alert, probe], NOW + MINUTE)).toBe(opened);
  });

  it('keeps what is gone with its end, takes what joins, and goes on with one sign', () => {
    const later = judge(opened, [probe, sign('b', 'grafana')], NOW + MINUTE);
    expect(later?.since).toBe(NOW);
    expect(later?.signs.map(({ id, endedAt }) => [id, endedAt])).toEqual([
      ['a', NOW + MINUTE],
      [PROBE_ID, undefined],
      ['b', undefined],
    ]);
    expect(judge(later, [probe], NOW + 2 * MINUTE)?.endedAt).toBeUndefined();
  });

  it('is over when no sign came back for a while; a sign that comes back in time goes on with it', () => {
    const quiet = judge(opened, [], NOW + MINUTE);
    expect(quiet).toMatchObject({ quietSince: NOW + MINUTE });
    const again = judge(quiet, [alert], NOW + MINUTE + CALM_MS - 1);
    expect(again?.quietSince).toBeUndefined();
    expect(again?.endedAt).toBeUndefined();
    const over = judge(quiet, [], NOW + MINUTE + CALM_MS);
    expect(over?.endedAt).toBe(NOW + MINUTE + CALM_MS);
    expect(judge(over, [alert], NOW + 2 * MINUTE)).toBe(over);
    expect(judge(over, [alert, probe], NOW + 3 * MINUTE)?.since).toBe(NOW + 3 * MINUTE);
  });

  it('keeps no more signs than a message shows', () => {
    let known = opened;
    for (let n = 0; n < 40; n++) known = judge(known, [sign(`n${n}`, 'prometheus')], NOW + n * MINUTE);
    expect(known?.signs.length).toBeLessThanOrEqual(12);
    expect(known?.signs.map(({ id }) => id)).toContain('n39');
  });
});

describe('the primary is asked', () => {
  const facts = { now: NOW, askedAt: 0, withinMs: within, probe: 'on-sign' as const };
  const open: PrimaryDown = { service: 'nextuse', since: NOW - MINUTE, signs: [sign('a', 'prometheus'), probe] };

  it.each<[string, Parameters<typeof isProbeDue>, boolean]>([
    ['not without a sign', [undefined, [], facts], false],
    ['with one', [undefined, [sign('a', 'prometheus')], facts], true],
    ['not again so soon', [undefined, [sign('a', 'prometheus')], { ...facts, askedAt: NOW - 29_000 }], false],
    ['not for an old one', [undefined, [sign('a', 'prometheus', { at: NOW - 11 * MINUTE })], facts], false],
    ['not when two senders say it', [undefined, [sign('a', 'prometheus'), sign('b', 'grafana')], facts], false],
    ['to see whether it is back', [open, [], facts], true],
    [
      'seldom in the long run',
      [{ ...open, since: NOW - 60 * MINUTE }, [], { ...facts, askedAt: NOW - 2 * MINUTE }],
      false,
    ],
    ['always, if so wanted', [undefined, [], { ...facts, probe: 'always' }], true],
    ['never, if so wanted', [open, [sign('a', 'prometheus')], { ...facts, probe: 'never' }], false],
  ])('%s', (_, args, isDue) => {
    expect(isProbeDue(...args)).toBe(isDue);
  });
});
