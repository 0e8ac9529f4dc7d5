import { useEffect, useRef } from 'preact/hooks';
import { useSession } from '../shell/session.ts';
import { Composer } from './composer.tsx';
import { Message } from './message.tsx';

/** The thread that is open beside its channel; Escape closes it. */
export function Thread({ channel }: { channel: string }) {
  const { snapshot, go, texts } = useSession();
  const pane = useRef<HTMLElement>(null);
  const { thread } = snapshot;
  useEffect(() => pane.current?.focus(), [thread?.parent.ts]);
  const close = (): void => go({ thread: '' });
  return (
    <aside
      class="thread"
      ref={pane}
      tabIndex={-1}
      aria-label={texts.thread}
      onKeyDown={({ key, defaultPrevented }) => key === 'Escape' && !defaultPrevented && close()}
    >
      <header class="channel-head">
        <h1>{texts.thread}</h1>
        <button type="button" class="icon" title={texts.close} onClick={close}>
          <span aria-hidden="true">✕</span>
          <span class="for-readers">{texts.close}</span>
        </button>
      </header>
      {thread && (
        <>
          <div class="messages" role="log" aria-label={texts.thread} tabIndex={0}>
            <Message channel={channel} message={thread.parent} />
            <p class="thread-count">{texts.replies(thread.replies.length)}</p>
            {thread.replies.map((reply) => (
              <Message key={reply.ts} channel={channel} message={reply} />
            ))}
          </div>
          <Composer channel={channel} label={texts.replyInThread} threadTs={thread.parent.ts} />
        </>
      )}
    </aside>
  );
}
