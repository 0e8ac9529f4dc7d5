import type { Sandbox } from '../sandbox.ts';
import type { SeenView } from '../slack/person/modal.ts';
import type { SeenMessage } from '../slack/person/seen.ts';
import type { ReadMarks } from './read-marks.ts';
import type { ShownChannel, ShownMe, ShownMessage, ShownThread, ShownView, ShownWorkspace } from './shapes.ts';

const NEWEST = 200;

type Slack = Sandbox['slack'];

export function toWorkspace({ slack, mode, locale, app }: Sandbox): ShownWorkspace {
  return {
    name: 'Sandbox',
    mode,
    locale,
    botUserId: slack.botUserId,
    people: slack.people().map(({ id, name, isBot, isDeactivated }) => ({ id, name, isBot, isDeactivated })),
    usergroups: slack.usergroups().map(({ id, handle }) => ({ id, handle })),
    commands: app.slashCommands,
    isDown: slack.faults.isDown,
  };
}

/** Channels with what is unread in each, and what lies open in the client of this person. */
export function toMe(slack: Slack, person: string, marks: ReadMarks): ShownMe {
  const actor = slack.as(person);
  const direct = actor.dm();
  const isMine = mentionsOf(slack, person);
  const channels = slack
    .channels()
    .filter(({ id, kind }) => (kind === 'im' ? id === direct : actor.canSee(id)))
    .map((channel) => {
      const mark = marks.get(person, channel.id);
      const isMember = channel.members.includes(person);
      const unread = isMember
        ? actor.sees(channel.id).filter((each) => isInChannel(each) && each.ts > mark && each.user !== person)
        : [];
      return {
        id: channel.id,
        name: channel.kind === 'im' ? 'watchkeeper' : channel.name,
        kind: channel.kind,
        isMember,
        isBotMember: channel.isBotMember,
        isArchived: channel.isArchived,
        unread: unread.length,
        mentions: channel.kind === 'im' ? unread.length : unread.filter(isMine).length,
      };
    });
  const modal = actor.modal();
  const home = actor.home();
  return { id: person, channels, modal: modal ? toView(modal) : null, home: home ? toView(home) : null };
}

function mentionsOf(slack: Slack, person: string): (message: SeenMessage) => boolean {
  const groups = slack.usergroups().filter(({ users }) => users.includes(person));
  const marks = [`<@${person}>`, ...groups.map(({ id }) => `<!subteam^${id}`)];
  return ({ text, plain }) => marks.some((mark) => text.includes(mark) || plain.includes(mark));
}

/** Replies stand in their thread alone, unless they were shown in the channel too. */
const isInChannel = ({ ts, threadTs, broadcast }: SeenMessage): boolean =>
  threadTs === undefined || threadTs === ts || broadcast === true;

/** null: this person's client does not show it. */
export function toChannel(slack: Slack, person: string, channel: string, marks: ReadMarks): ShownChannel | null {
  if (!slack.as(person).canSee(channel)) return null;
  const seen = slack.as(person).sees(channel);
  const messages = seen.filter(isInChannel).slice(-NEWEST);
  return {
    id: channel,
    messages: messages.map((message) => toMessage(message, seen)),
    readTs: marks.get(person, channel),
  };
}

/** null: the message is gone, was never there, or is not for this person. */
export function toThread(slack: Slack, person: string, channel: string, ts: string): ShownThread | null {
  if (!slack.as(person).canSee(channel)) return null;
  const seen = slack.as(person).sees(channel);
  const parent = seen.find((message) => message.ts === ts);
  if (!parent) return null;
  const replies = seen.filter((message) => message.threadTs === ts && message.ts !== ts);
  return { parent: toMessage(parent, seen), replies: replies.map((reply) => toMessage(reply, [])) };
}

function toMessage(message: SeenMessage, all: readonly SeenMessage[]): ShownMessage {
  const replies = all.filter(
    ({ threadTs, ts, ephemeral }) => threadTs === message.ts && ts !== message.ts && !ephemeral,
  );
  const last = replies.at(-1);
  return {
    ts: message.ts,
    user: message.user ?? '',
    byBot: message.byBot,
    text: message.text,
    blocks: message.blocks,
    isEphemeral: message.ephemeral === true,
    isEdited: message.edited === true,
    isDeleted: message.deleted === true,
    isBroadcast: message.broadcast === true,
    replies: last
      ? { count: replies.length, users: [...new Set(replies.map(({ user = '' }) => user))], lastTs: last.ts }
      : null,
    files: (message.files ?? []).map(({ id, name, title, mimetype, content }) => ({
      id,
      name,
      title,
      mimetype,
      size: content.length,
    })),
    reactions: message.reactions,
  };
}

function toView({ id, title, blocks, errors, submit, close }: SeenView): ShownView {
  return { id, title, blocks, errors, submit: submit ?? null, close: close ?? null };
}
