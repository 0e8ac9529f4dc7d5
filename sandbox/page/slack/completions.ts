import type { ShownWorkspace } from '../../page-server/shapes.ts';

export interface Completion {
  /** The whole text if this one is taken. */
  result: string;
  name: string;
  usage: string;
  about: string;
}

type Names = Pick<ShownWorkspace, 'commands' | 'people' | 'usergroups'>;

/** What Slack's client offers for the text so far; and, once a command is whole, how it goes on. */
export function findCompletions(text: string, names: Names): { offers: Completion[]; usage?: string } {
  if (/^\/\S*$/.test(text)) {
    const matching = names.commands.filter(({ command }) => command.startsWith(text.toLowerCase()));
    const offers = matching.map(({ command, usage, description }) => ({
      result: `${command} `,
      name: command,
      usage,
      about: description,
    }));
    return { offers };
  }
  const mention = /(^|\s)@(\S*)$/.exec(text);
  if (mention) {
    const begun = mention[2]?.toLowerCase() ?? '';
    const all = [...names.people.map(({ name }) => name), ...names.usergroups.map(({ handle }) => handle)];
    const before = text.slice(0, text.length - begun.length - 1);
    return {
      offers: all
        .filter((name) => name.startsWith(begun) && name !== begun)
        .map((name) => ({ result: `${before}@${name} `, name: `@${name}`, usage: '', about: '' })),
    };
  }
  const command = names.commands.find((each) => text.startsWith(`${each.command} `));
  return command ? { offers: [], usage: `${command.command} ${command.usage}` } : { offers: [] };
}

/** What Slack's client sends: names that it knows become mentions; in a message, what could be markup is escaped. */
export function toMarkup(text: string, { people, usergroups }: Names): string {
  const escaped = text.startsWith('/')
    ? text
    : text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replaceAll(/(^|\s)@([\p{L}\p{N}._-]+)/gu, (whole, before: string, name: string) => {
    const person = people.find((each) => each.name === name);
    if (person) return `${before}<@${person.id}|${name}>`;
    const group = usergroups.find((each) => each.handle === name);
    return group ? `${before}<!subteam^${group.id}|@${name}>` : whole;
  });
}
