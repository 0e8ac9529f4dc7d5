import { findSafeUrl } from '../safe-url.ts';
import type { Inline } from '../tree.ts';
import { parseEmojiOnly } from './parse-emoji.ts';
import { unescape } from './unescape.ts';

/** What stands between `<` and `>`; undefined where Slack shows the source as it is. */
export function parseAngle(source: string): Inline | undefined {
  const bar = source.indexOf('|');
  const target = bar < 0 ? source : source.slice(0, bar);
  const label = bar < 0 ? '' : unescape(source.slice(bar + 1));
  return parseMention(target, label) ?? parseCommand(target, label) ?? parseLink(target, label);
}

function parseMention(target: string, label: string): Inline | undefined {
  const [, sign, id = ''] = /^([@#])([A-Z][A-Z0-9]*)$/.exec(target) ?? [];
  if (sign === '@') return /^[UWB]/.test(id) ? { type: 'user', id, ...named(label, '@') } : undefined;
  return sign === '#' ? { type: 'channel', id, ...named(label, '#') } : undefined;
}

function parseCommand(target: string, label: string): Inline | undefined {
  if (!target.startsWith('!')) return undefined;
  const [command = '', ...rest] = target.slice(1).split('^');
  if (command === 'here' || command === 'channel' || command === 'everyone')
    return { type: 'broadcast', range: command };
  if (command === 'group') return { type: 'broadcast', range: 'channel' };
  if (command === 'subteam' && /^S[A-Z0-9]+$/.test(rest[0] ?? ''))
    return { type: 'usergroup', id: rest[0] ?? '', ...named(label, '@') };
  if (command === 'date') return parseDate(rest, label);
  return label === '' ? undefined : { type: 'text', text: label };
}

function parseDate([timestamp = '', format = '', ...link]: string[], fallback: string): Inline | undefined {
  if (!/^-?\d+$/.test(timestamp) || format === '')
    return fallback === '' ? undefined : { type: 'text', text: fallback };
  const url = link.length === 0 ? undefined : findSafeUrl(unescape(link.join('^')));
  const common = { timestamp: Number(timestamp), format: unescape(format), fallback };
  return { type: 'date', ...common, ...(url !== undefined && { url }) };
}

function parseLink(target: string, label: string): Inline | undefined {
  const url = findSafeUrl(unescape(target));
  if (url === undefined) return undefined;
  const shown = label.trim() === '' ? url.replace(/^mailto:/i, '') : label;
  return { type: 'link', url, children: parseEmojiOnly(shown) };
}

const named = (label: string, sign: string): { label?: string } =>
  label === '' ? {} : { label: label.startsWith(sign) ? label.slice(1) : label };
