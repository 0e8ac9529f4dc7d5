import { Fragment } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ShownChannel, ShownMessage } from '../../page-server/shapes.ts';
import { useSession } from '../shell/session.ts';
import { Message } from './message.tsx';
import { toDate, toDay } from './times.ts';

const TOGETHER_MS = 5 * 60_000;
const NEAR_END_PX = 80;
const READ_AFTER_MS = 600;

/** The messages of a channel: follows the newest unless one has scrolled up, and marks them read while they show. */
export function MessageList({ channel, onThread }: { channel: ShownChannel; onThread(ts: string): void }) {
  const { act, texts, place } = useSession();
  const list = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  // Where "New" stands: it must not move while one reads.
  const [mark, setMark] = useState(channel.readTs);
  const newest = channel.messages.at(-1)?.ts ?? '';

  useEffect(() => setMark(channel.readTs), [channel.id, place.person]);
  useLayoutEffect(() => {
    if (isAtEnd) list.current?.scrollTo({ top: list.current.scrollHeight });
  });
  useEffect(() => {
    if (newest === '' || newest <= channel.readTs || !isAtEnd) return undefined;
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible') void act('read', { channel: channel.id, ts: newest });
    }, READ_AFTER_MS);
    return () => clearTimeout(timer);
  }, [newest, channel.readTs, isAtEnd, channel.id]);

  const firstNew = channel.messages.find((message) => message.ts > mark && !message.isEphemeral);
  return (
    <div class="messages-frame">
      <div
        class="messages"
        ref={list}
        role="log"
        aria-label={texts.messages}
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
          setAtEnd(scrollHeight - scrollTop - clientHeight < NEAR_END_PX)
        }
      >
        {channel.messages.length === 0 && <p class="messages-empty">{texts.noMessages}</p>}
        {channel.messages.map((message, index) => {
          const before = channel.messages[index - 1];
          const day = toDay(message.ts, texts);
          return (
            <Fragment key={message.ts}>
              {(!before || toDay(before.ts, texts) !== day) && <p class="messages-day">{day}</p>}
              {mark !== '' && message === firstNew && <p class="messages-new">{texts.newMessages}</p>}
              <Message
                channel={channel.id}
                message={message}
                isFollowing={isFollowing(message, before)}
                onThread={onThread}
              />
            </Fragment>
          );
        })}
      </div>
      {!isAtEnd && (
        <button
          type="button"
          class="messages-newest"
          onClick={() => list.current?.scrollTo({ top: list.current.scrollHeight, behavior: 'smooth' })}
        >
          {texts.toNewest}
        </button>
      )}
    </div>
  );
}

function isFollowing(message: ShownMessage, before: ShownMessage | undefined): boolean {
  if (!before || before.user !== message.user || before.isEphemeral !== message.isEphemeral) return false;
  return toDate(message.ts).getTime() - toDate(before.ts).getTime() < TOGETHER_MS;
}
