import { useHost, type ReaderContext } from './host.ts';
import type { Inline } from './tree.ts';
import { useWords } from './words.ts';

type MentionNode = Extract<Inline, { type: 'user' | 'usergroup' | 'channel' | 'broadcast' }>;

/** A person, group, channel or everybody by name; what calls the reader stands out. */
export function Mention({ node }: { node: MentionNode }) {
  const { context } = useHost();
  const words = useWords();
  if (node.type === 'broadcast') return <span class="bk-mention bk-mention-me">@{node.range}</span>;
  if (node.type === 'user') {
    const name = context.people.find(({ id }) => id === node.id)?.name ?? node.label ?? node.id;
    return <span class={node.id === context.meId ? 'bk-mention bk-mention-me' : 'bk-mention'}>@{name}</span>;
  }
  if (node.type === 'usergroup') {
    const handle = context.usergroups.find(({ id }) => id === node.id)?.handle ?? node.label ?? node.id;
    return <span class="bk-mention">@{handle}</span>;
  }
  return <span class="bk-mention">{channelName(node, context) ?? `🔒 ${words.privateChannel}`}</span>;
}

/** undefined: the reader must not know it, nor does the source tell. */
function channelName({ id, label }: { id: string; label?: string }, { channels }: ReaderContext): string | undefined {
  const channel = channels.find((each) => each.id === id);
  if (!channel) return label === undefined ? undefined : `#${label}`;
  return { public: '#', private: '🔒 ', im: '@' }[channel.kind] + channel.name;
}
