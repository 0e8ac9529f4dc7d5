import type { SlackWorkspace } from './slack/workspace.ts';

/** Slack's markup as a terminal shows it: names for ids, the written form of dates, no asterisks, real angle brackets. */
export function toReadable(text: string, slack: Pick<SlackWorkspace, 'people'>): string {
  const nameOf = (id: string): string => slack.people().find((person) => person.id === id)?.name ?? id;
  return text
    .replaceAll(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll(/<@([UW]\w+)>/g, (_, id: string) => `@${nameOf(id)}`)
    .replaceAll(/<!subteam\^S0(\w+)>/g, (_, handle: string) => `@${handle.toLowerCase()}`)
    .replaceAll(/<(https?:[^|>]*)\|([^>]*)>/g, '$2 ($1)')
    .replaceAll(/(^|[\s(])\*([^*\n]+)\*/gm, '$1$2')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
