import { nameToEmoji } from 'gemoji';
import names from './slack-names.json' with { type: 'json' };

const pairs = names.also.split(' ');
const also = new Map(
  pairs.flatMap((name, index) => (index % 2 === 0 ? [[name, pairs[index + 1] ?? ''] as const] : [])),
);
const not = new Set(names.not.split(' '));
const TONES = ['🏻', '🏼', '🏽', '🏾', '🏿'];

/** The picture behind a name of Slack's, `wave` or `flag-kr`; undefined: Slack leaves it as text. `tone`: 2 to 6. */
export function findEmoji(name: string, tone?: number): string | undefined {
  const unicode = also.get(name) ?? findFlag(name) ?? findSkin(name) ?? findCommon(name);
  return unicode === undefined || tone === undefined ? unicode : withTone(unicode, tone);
}

function findCommon(name: string): string | undefined {
  return Object.hasOwn(nameToEmoji, name) && !not.has(name) ? nameToEmoji[name] : undefined;
}

function findFlag(name: string): string | undefined {
  const country = /^flag-([a-z]{2})$/.exec(name)?.[1];
  return (
    country && Array.from(country, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 127_365)).join('')
  );
}

const findSkin = (name: string): string | undefined => TONES[Number(/^skin-tone-([2-6])$/.exec(name)?.[1]) - 2];

function withTone(unicode: string, tone: number): string {
  const [first = '', ...rest] = unicode;
  if (!/\p{Emoji_Modifier_Base}/u.test(first)) return unicode;
  return [first, TONES[tone - 2] ?? '', ...rest.filter((each) => each !== '\uFE0F')].join('');
}
