import type { Inventory } from '../core/inventory.ts';

// What a host printed may hold sequences that move a cursor or rename a window. Line breaks and tabs may stay.
// oxlint-disable-next-line no-control-regex -- these are the characters meant
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u202A-\u202E\u2066-\u2069]/g;

/** A card's line as a terminal shows it: names for ids, the written form of times, no markup, no control characters. */
export function toPlainText(text: string, { people }: Pick<Inventory, 'people'>): string {
  const nameOf = (id: string): string => people.find((person) => person.slack === id)?.name ?? id;
  return text
    .replaceAll(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll(/<@([UW]\w+)>/g, (_, id: string) => `@${nameOf(id)}`)
    .replaceAll(/<!subteam\^(\w+)>/g, '@$1')
    .replaceAll(/<#(\w+)>/g, '#$1')
    .replaceAll(/(^|[\s(])\*([^*\n]+)\*/gm, '$1$2')
    .replaceAll(/^```\n?|\n?```$/gm, '')
    .replaceAll('`', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(CONTROL, '');
}
