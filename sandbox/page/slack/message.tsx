import type { ShownMessage } from '../../page-server/shapes.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { useSession } from '../shell/session.ts';
import { Avatar } from './avatar.tsx';
import { SharedFile } from './shared-file.tsx';
import { toFullTime, toTime } from './times.ts';
import { useBlocksHost } from './use-blocks-host.ts';

interface Props {
  channel: string;
  message: ShownMessage;
  /** Follows one of the same person: name and picture stand above. */
  isFollowing?: boolean;
  /** Absent inside a thread. */
  onThread?: (ts: string) => void;
}

export function Message({ channel, message, isFollowing = false, onThread }: Props) {
  const { snapshot, texts } = useSession();
  const person = snapshot.workspace.people.find(({ id }) => id === message.user);
  const { ts, replies } = message;
  const classes = ['message', isFollowing && 'is-following', message.isEphemeral && 'is-ephemeral'];
  return (
    <article class={classes.filter(Boolean).join(' ')} data-ts={ts} aria-label={`${person?.name ?? ''} ${toTime(ts)}`}>
      <div class="message-side">
        {isFollowing ? (
          <time class="message-time" dateTime={ts} title={toFullTime(ts)}>
            {toTime(ts)}
          </time>
        ) : (
          <Avatar person={person} />
        )}
      </div>
      <div class="message-main">
        {message.isEphemeral && <p class="message-only-you">{texts.onlyYou}</p>}
        {message.isBroadcast && <p class="message-note">{texts.repliedToThread}</p>}
        {!isFollowing && (
          <p class="message-head">
            <strong class="message-name">{person?.name ?? message.user}</strong>
            {person?.isBot && <span class="message-badge">{texts.app}</span>}
            <time class="message-time" dateTime={ts} title={toFullTime(ts)}>
              {toTime(ts)}
            </time>
          </p>
        )}
        <Content channel={channel} message={message} />
        {message.files.map((file) => (
          <SharedFile key={file.id} file={file} />
        ))}
        {replies && onThread && (
          <button type="button" class="message-replies" onClick={() => onThread(ts)}>
            {replies.users.map((id) => (
              <Avatar key={id} person={snapshot.workspace.people.find((each) => each.id === id)} size={22} />
            ))}
            <span class="message-replies-count">{texts.replies(replies.count)}</span>
            <span class="message-replies-last">{texts.lastReply(toTime(replies.lastTs))}</span>
          </button>
        )}
      </div>
      {onThread && !message.isEphemeral && (
        <button type="button" class="message-tool" title={texts.replyInThread} onClick={() => onThread(ts)}>
          <span aria-hidden="true">💬</span>
          <span class="for-readers">{texts.replyInThread}</span>
        </button>
      )}
    </article>
  );
}

function Content({ channel, message }: { channel: string; message: ShownMessage }) {
  const { texts } = useSession();
  const host = useBlocksHost({ channel, ts: message.ts });
  if (message.isDeleted) return <p class="message-note">{texts.deleted}</p>;
  // A message without blocks is drawn as one section.
  const section = { type: 'section', text: { type: 'mrkdwn', text: message.text } };
  const blocks = message.blocks.length > 0 || message.text === '' ? message.blocks : [section];
  return (
    <div class="message-content">
      <Blocks blocks={blocks} host={host} />
      {message.isEdited && <span class="message-edited">{texts.edited}</span>}
    </div>
  );
}
