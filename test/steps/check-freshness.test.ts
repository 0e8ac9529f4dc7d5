import { describe, expect, it } from 'vitest';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { checkFreshness } from '../../src/steps/check-freshness.ts';
import { createRemote, createStepContext, type Reaction } from '../support/step-context.ts';

const { apply } = checkFreshness.definition;
const HOUR = 3_600_000;
// The clock says 08:12 in Seoul.
const params = {
  service: 'nextuse',
  host: 'standby',
  source: { marker: '/srv/.last-sync' },
  maxAgeMs: 26 * HOUR,
  loss: 'will',
} as const;
const byCommand = { ...params, source: { command: ['/opt/last-sync', '--iso'] } };
const epoch = (iso: string): string => `${new Date(iso).getTime() / 1_000}\n`;
const world = (line: Reaction) =>
  createStepContext({
    remote: createRemote({ 'standby stat -c %Y /srv/.last-sync': line, 'standby /opt/last-sync --iso': line }),
  });

describe('data.freshness', () => {
  it('says what will be missing, in the time of the team', async () => {
    expect(await apply(params, world(epoch('2026-11-21T03:00:00+09:00')))).toMatchObject({
      summary: 'last sync 03:00 KST, 5 h 12 m ago',
      facts: { lastSyncEpochSeconds: 1_795_197_600 },
      warnings: ['Writes since 03:00 KST (5 h 12 m) will be missing'],
    });
  });

  it('warns about data that is too old, and does not refuse', async () => {
    const result = await apply(params, world(epoch('2026-11-19T03:00:00+09:00')));
    expect(result.warnings).toEqual([
      'Last sync 11-19 03:00 KST is 2 d 5 h old, more than 26 h',
      'Writes since 11-19 03:00 KST (2 d 5 h) will be missing',
    ]);
  });

  it.each([
    ['would', ['In a failover now, writes since 03:00 KST (5 h 12 m) would be missing']],
    ['none', []],
  ] as const)('words the loss for %s', async (loss, warnings) => {
    const result = await apply({ ...params, loss }, world(epoch('2026-11-21T03:00:00+09:00')));
    expect(result.warnings).toEqual(warnings);
  });

  it.each(['2026-11-20T18:00:00Z', '2026-11-21T03:00:00+09:00', '2026-11-21 03:00:00 +0900', '1795197600'])(
    'reads %s from a command',
    async (printed) => {
      const result = await apply(byCommand, world(`${printed}\n`));
      expect(result.facts).toEqual({ lastSyncEpochSeconds: 1_795_197_600 });
    },
  );

  it.each<[string, Reaction, string, string]>([
    [
      'no marker',
      { exitCode: 1, stderr: 'stat: No such file' },
      'remote_failed',
      'No sync marker on standby: /srv/.last-sync',
    ],
    [
      'a marker it may not see',
      { exitCode: 1, stderr: 'stat: Permission denied' },
      'remote_failed',
      '`stat -c %Y /srv/.last-sync` on standby ended with 1: stat: Permission denied',
    ],
    ['something that is no time', 'yesterday', 'remote_failed', 'Not a time, printed on standby: "yesterday"'],
    [
      'a time of no zone',
      '2026-11-21T03:00:00',
      'remote_failed',
      'Not a time, printed on standby: "2026-11-21T03:00:00"',
    ],
    [
      'a time in the future',
      epoch('2026-11-21T09:12:00+09:00'),
      'conflict',
      'Last sync on standby is dated 09:12 KST, 1 h in the future',
    ],
  ])('refuses %s', async (_, line, code, message) => {
    await expect(apply(params, world(line))).rejects.toMatchObject({ code, message, hint: expect.any(String) });
  });

  it('forgives clocks that differ a little', async () => {
    const result = await apply(params, world(epoch('2026-11-21T08:13:00+09:00')));
    expect(result.summary).toBe('last sync 08:13 KST, 0.0 s ago');
  });

  it('speaks Korean', async () => {
    const context = { ...world(epoch('2026-11-21T03:00:00+09:00')), texts: catalogues.ko };
    expect((await apply(params, context)).warnings).toEqual(['03:00 KST 이후(5 h 12 m)에 쓴 데이터는 없어집니다']);
  });
});
