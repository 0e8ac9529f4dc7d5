import { describe, expect, it } from 'vitest';
import { parseVerbArgs } from '../../src/cli/parse-args.ts';
import { run } from '../../src/cli/verbs/run.ts';
import { show } from '../../src/cli/verbs/show.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';

const parse = (...args: string[]) => parseVerbArgs(run, args, catalogues.en);
const usage = { code: 'invalid_input', details: { isUsage: true } };

describe('what was typed after a verb', () => {
  it('flags stand anywhere, words keep their order', () => {
    expect(parse('failover', '--dry-run', 'nextuse', '--reason', 'home router is dead', 'a=b')).toMatchObject({
      words: ['failover', 'nextuse', 'a=b'],
      flags: { 'dry-run': true, reason: 'home router is dead' },
    });
    expect(parse('failover', 'nextuse', '--reason=-5 degrees').flags).toEqual({ reason: '-5 degrees' });
    expect(parse('failover', 'nextuse', '--', '--dry-run').words).toEqual(['failover', 'nextuse', '--dry-run']);
  });

  it('two hyphens that a chat made one dash are two hyphens', () => {
    expect(parse('failover', 'nextuse', '—dry-run').flags).toEqual({ 'dry-run': true });
    expect(parse('failover', 'nextuse', '–json').flags).toEqual({ json: true });
  });

  it.each([
    [['failover', 'nextuse', '--dryrun'], /No flag named --dryrun here. Did you mean --dry-run\?/],
    [['failover', 'nextuse', '--Dry-Run'], /No flag named --Dry-Run here. Did you mean --dry-run\?/],
    [['failover', 'nextuse', '--dry_run'], /Did you mean --dry-run\?/],
    [['failover', 'nextuse', '-dry-run'], /No flag named -dry-run here. Did you mean --dry-run\?/],
    [['failover', 'nextuse', '-n'], /No flag named -n here/],
    [['failover', 'nextuse', '--no-dry-run'], /No flag named --no-dry-run here/],
    [['failover', 'nextuse', '--dry-run=no'], /--dry-run takes no value/],
    [['failover', 'nextuse', '--reason'], /--reason needs a value/],
    [['failover', 'nextuse', '--reason', '--dry-run'], /--reason is followed by --dry-run, which looks like a flag/],
    [[], /<runbook> is missing/],
  ])('%j is refused: nothing that might be a flag starts a real run', (args, message) => {
    expect(() => parse(...args)).toThrow(
      expect.objectContaining({ ...usage, message: expect.stringMatching(message) }),
    );
  });

  it('a word too many is refused, help needs no words', () => {
    expect(() => parseVerbArgs(show, ['run_1', 'run_2'], catalogues.en)).toThrow(/Not understood: run_2/);
    expect(parseVerbArgs(show, ['--help'], catalogues.en).flags).toEqual({ help: true });
    expect(parseVerbArgs(show, ['-h'], catalogues.en).flags).toEqual({ help: true });
  });
});
