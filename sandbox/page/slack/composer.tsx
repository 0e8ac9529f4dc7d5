import { useEffect, useRef, useState } from 'preact/hooks';
import { useSession } from '../shell/session.ts';
import { findCompletions, toMarkup, type Completion } from './completions.ts';

interface Typed {
  error?: string;
  shown: string;
}

/** Texts that were begun and not sent, by place. */
const drafts = new Map<string, string>();

interface Props {
  channel: string;
  label: string;
  threadTs?: string;
}

/** Where one types: Enter sends, Shift+Enter breaks the line, commands and people are offered while one types. */
export function Composer({ channel, label, threadTs }: Props) {
  const { snapshot, act, tell, place, texts } = useSession();
  const key = `${place.person} ${channel} ${threadTs ?? ''}`;
  const [text, setText] = useState(drafts.get(key) ?? '');
  const [chosen, setChosen] = useState(0);
  const [isOffering, setOffering] = useState(true);
  const box = useRef<HTMLTextAreaElement>(null);
  const { offers, usage } = findCompletions(text, snapshot.workspace);
  const shown = isOffering ? offers : [];

  useEffect(() => setText(drafts.get(key) ?? ''), [key]);
  useEffect(() => {
    if (!box.current) return;
    box.current.style.height = 'auto';
    box.current.style.height = `${Math.min(box.current.scrollHeight, 200)}px`;
  }, [text]);
  useEffect(() => {
    // The tour types for those who ask it to.
    const take = ({ detail }: CustomEvent<string>): void => {
      change(detail);
      box.current?.focus();
    };
    if (threadTs !== undefined) return undefined;
    addEventListener('sandbox:type', take as EventListener);
    return () => removeEventListener('sandbox:type', take as EventListener);
  }, [key]);

  function change(next: string): void {
    setText(next);
    setChosen(0);
    setOffering(true);
    drafts.set(key, next);
  }

  function complete(offer: Completion): void {
    change(offer.result);
    box.current?.focus();
  }

  async function send(): Promise<void> {
    const line = text.trim();
    if (line === '') return;
    change('');
    const typed = await act<Typed>('type', {
      channel,
      text: toMarkup(line, snapshot.workspace),
      ...(threadTs !== undefined && { threadTs }),
    });
    if (!typed) change(text);
    else if (typed.error !== undefined) tell(channel, typed.shown);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const { key: pressed } = event;
    const offer = shown[chosen];
    if (offer && (pressed === 'ArrowDown' || pressed === 'ArrowUp')) {
      event.preventDefault();
      setChosen((chosen + (pressed === 'ArrowDown' ? 1 : shown.length - 1)) % shown.length);
    } else if (offer && (pressed === 'Tab' || (pressed === 'Enter' && offer.result.trim() !== text.trim()))) {
      event.preventDefault();
      complete(offer);
    } else if (shown.length > 0 && pressed === 'Escape') {
      event.preventDefault();
      setOffering(false);
    } else if (pressed === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void send();
    }
  }

  const listId = `offers-${threadTs ?? 'channel'}`;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {shown.length > 0 && (
        <ul class="composer-offers" id={listId} role="listbox" aria-label={texts.commandsMatching}>
          {shown.map((offer, index) => (
            <li
              key={offer.result}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === chosen}
              onMouseDown={(event) => {
                event.preventDefault();
                complete(offer);
              }}
            >
              <strong>{offer.name}</strong> <span class="composer-usage">{offer.usage}</span>
              <span class="composer-about">{offer.about}</span>
            </li>
          ))}
        </ul>
      )}
      {usage !== undefined && shown.length === 0 && <p class="composer-hint">{usage}</p>}
      <div class="composer-box">
        <textarea
          ref={box}
          rows={1}
          value={text}
          aria-label={label}
          placeholder={label}
          data-composer={threadTs === undefined ? 'channel' : 'thread'}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={listId}
          aria-activedescendant={shown.length > 0 ? `${listId}-${chosen}` : undefined}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          onInput={({ currentTarget }) => change(currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" class="composer-send" disabled={text.trim() === ''} title={texts.send}>
          <span aria-hidden="true">➤</span>
          <span class="for-readers">{texts.send}</span>
        </button>
      </div>
    </form>
  );
}
