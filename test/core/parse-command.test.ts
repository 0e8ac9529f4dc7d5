import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/core/parse-command.ts';

interface Seen {
  words: readonly string[];
  flags: string[];
  rest: string;
}

const parse = (text: string): Seen => {
  const { words, flags, rest } = parseCommand(text);
  return { words, flags: [...flags], rest: rest(1) };
};

describe('what a person types', () => {
  it.each<[string, string, Seen]>([
    ['nothing', '', { words: [], flags: [], rest: '' }],
    ['blanks alone', ' \t ', { words: [], flags: [], rest: '' }],
    ['a service', 'nextuse', { words: ['nextuse'], flags: [], rest: '' }],
    [
      'a reason',
      'nextuse router is dead',
      { words: ['nextuse', 'router', 'is', 'dead'], flags: [], rest: 'router is dead' },
    ],
    [
      'Korean',
      'nextuse 집 공유기가 죽었음',
      { words: ['nextuse', '집', '공유기가', '죽었음'], flags: [], rest: '집 공유기가 죽었음' },
    ],
    ['a quoted service', '"next use" dead', { words: ['next use', 'dead'], flags: [], rest: 'dead' }],
    [
      'a quoted reason',
      'nextuse "router is dead"',
      { words: ['nextuse', 'router is dead'], flags: [], rest: 'router is dead' },
    ],
    [
      'curly quotes',
      'nextuse “router is dead”',
      { words: ['nextuse', 'router is dead'], flags: [], rest: 'router is dead' },
    ],
    [
      'low and French quotes',
      '„next use‟ «so it is»',
      { words: ['next use', 'so it is'], flags: [], rest: 'so it is' },
    ],
    [
      'an apostrophe',
      "nextuse router's dead",
      { words: ['nextuse', "router's", 'dead'], flags: [], rest: "router's dead" },
    ],
    [
      'a curly apostrophe',
      'nextuse router’s dead',
      { words: ['nextuse', "router's", 'dead'], flags: [], rest: "router's dead" },
    ],
    [
      'a lone quote',
      'nextuse the "router died',
      { words: ['nextuse', 'the', '"router', 'died'], flags: [], rest: 'the "router died' },
    ],
    ['a quote alone', '"', { words: ['"'], flags: [], rest: '' }],
    ['empty quotes', 'nextuse ""', { words: ['nextuse', ''], flags: [], rest: '' }],
    [
      'quotes within a reason',
      'nextuse says "no" now',
      { words: ['nextuse', 'says', 'no', 'now'], flags: [], rest: 'says "no" now' },
    ],
    ['a flag', 'nextuse --dry-run', { words: ['nextuse'], flags: ['dry-run'], rest: '' }],
    ['a flag first', '--dry-run nextuse dead', { words: ['nextuse', 'dead'], flags: ['dry-run'], rest: 'dead' }],
    [
      'a flag in a reason',
      'nextuse it is --dry-run very dead',
      { words: ['nextuse', 'it', 'is', 'very', 'dead'], flags: ['dry-run'], rest: 'it is very dead' },
    ],
    [
      'a flag twice in a reason',
      'nextuse --dry-run a --dry-run b',
      { words: ['nextuse', 'a', 'b'], flags: ['dry-run'], rest: 'a b' },
    ],
    [
      'a flag in quotes',
      'nextuse "no --dry-run now"',
      { words: ['nextuse', 'no --dry-run now'], flags: [], rest: 'no --dry-run now' },
    ],
    [
      'a no-break space',
      'nextuse\u00A0router\u3000dead\u2003now',
      { words: ['nextuse', 'router', 'dead', 'now'], flags: [], rest: 'router dead now' },
    ],
    ['zero width', '\uFEFFnext\u200Buse\u200B dead', { words: ['nextuse', 'dead'], flags: [], rest: 'dead' }],
    [
      'an emoji of several',
      'nextuse 👩‍💻 asks 🏳️‍🌈',
      { words: ['nextuse', '👩‍💻', 'asks', '🏳️‍🌈'], flags: [], rest: '👩‍💻 asks 🏳️‍🌈' },
    ],
    [
      'a dash in prose',
      'nextuse dead — really - dead',
      { words: ['nextuse', 'dead', '—', 'really', '-', 'dead'], flags: [], rest: 'dead — really - dead' },
    ],
    ['a range', 'nextuse 3–4 minutes', { words: ['nextuse', '3–4', 'minutes'], flags: [], rest: '3–4 minutes' }],
    [
      'a negative number',
      'nextuse at -5 degrees',
      { words: ['nextuse', 'at', '-5', 'degrees'], flags: [], rest: 'at -5 degrees' },
    ],
    [
      'several lines',
      'nextuse\nrouter\r\n  is dead',
      { words: ['nextuse', 'router', 'is', 'dead'], flags: [], rest: 'router is dead' },
    ],
  ])('%s', (_name, text, seen) => {
    expect(parse(text)).toEqual(seen);
  });

  // Whoever means a dry run must never get a real one: what looks like a flag is one, known or not.
  it.each([
    '--dry-run',
    '-dry-run',
    '—dry-run',
    '–dry-run',
    '——dry-run',
    '−−dry-run',
    '―dry-run',
    '—-dry-run',
    '-—dry-run',
    '---dry-run',
    '‐‐dry-run',
    '--Dry-Run',
    '—Dry-run',
    '--DRY-RUN',
    '\u200B--dry-run',
    '\u00A0--dry-run',
  ])('takes %j for --dry-run', (typed) => {
    for (const text of [`nextuse ${typed}`, `${typed} nextuse`, `nextuse so ${typed} it is`]) {
      expect(parseCommand(text).flags).toEqual(new Set(['dry-run']));
      expect(parseCommand(text).words.join(' ')).not.toMatch(/dry/i);
    }
  });

  it.each(['--dry_run', '--dryrun', '--dry-run=true', '--dry-run.', '--dry\u2011run', '--dry-run2', '--x'])(
    'keeps %j as a flag that nobody knows',
    (typed) => {
      for (const text of [typed, typed.slice(1)])
        expect([...parseCommand(`nextuse ${text} dead`).flags]).toEqual([typed.slice(2)]);
      expect(parseCommand(`nextuse ${typed} dead`).words).toEqual(['nextuse', 'dead']);
    },
  );

  it('gives the text from any word on', () => {
    const { rest } = parseCommand('runbook failover nextuse --dry-run  the   "home router" died');
    expect(rest(0)).toBe('runbook failover nextuse the "home router" died');
    expect(rest(3)).toBe('the "home router" died');
    expect(rest(4)).toBe('"home router" died');
    expect(rest(5)).toBe('died');
    expect(rest(6)).toBe('');
  });

  it('keeps all of three thousand characters', () => {
    const reason = '공유기가 죽었음 🔥 '.repeat(300).slice(0, 3_000).toWellFormed().trim();
    expect(parseCommand(`nextuse ${reason} --dry-run`).rest(1)).toBe(reason);
  });

  it('loses no word of plain text, whatever is between them', () => {
    const word = fc.stringMatching(/^[\p{L}\p{N}.!?'’]{1,8}$/u);
    const blank = fc.constantFrom(' ', '  ', '\t', '\n', '\u00A0', '\u3000', ' \u2003');
    fc.assert(
      fc.property(fc.array(fc.tuple(word, blank), { minLength: 2, maxLength: 20 }), (parts) => {
        const words = parts.map(([text]) => text.replaceAll('’', "'"));
        const { words: seen, rest } = parseCommand(parts.flat().join(''));
        expect(seen).toEqual(words);
        expect(rest(1)).toBe(words.slice(1).join(' '));
      }),
    );
  });

  it('never throws, and gives no flag with a blank in it', () => {
    const typed = fc.string({
      unit: fc.constantFrom('"', "'", '-', '—', 'a', 'B', ' ', '“', '\u200D', '집', '=', '\n'),
      maxLength: 30,
    });
    fc.assert(
      fc.property(typed, (text) => {
        const { words, flags, rest } = parseCommand(text);
        expect([...flags].every((flag) => /^[a-z]\S*$/.test(flag))).toBe(true);
        expect(words.every((word, index) => typeof word === 'string' && rest(index) !== undefined)).toBe(true);
      }),
    );
  });
});
