import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { toObjects, toText, type JsonObject } from '../../../slack/json-object.ts';
import { findSafeUrl } from '../safe-url.ts';
import { TextObject } from '../text-object.tsx';
import { useWords } from '../words.ts';
import { toOptionValue } from './option.ts';
import { usePress } from './use-press.tsx';

/** A button with three dots that opens a menu. */
export function Overflow({ block, element }: { block: JsonObject; element: JsonObject }) {
  const words = useWords();
  const { press, isPending, aside } = usePress(block, element);
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const choose = (option: JsonObject): void => {
    close();
    const url = findSafeUrl(toText(option['url']));
    press(toOptionValue(option), () => {
      if (url !== undefined) window.open(url, '_blank', 'noopener,noreferrer');
    });
  };
  return (
    <span class="bk-element bk-overflow">
      <button
        ref={button}
        type="button"
        class="bk-button bk-overflow-button"
        aria-label={words.moreActions}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-busy={isPending || undefined}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || isOpen) return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        <span aria-hidden="true">•••</span>
      </button>
      {isOpen && (
        <Menu
          id={id}
          options={toObjects(element['options'])}
          onChoose={choose}
          onClose={close}
          onLeave={() => setOpen(false)}
        />
      )}
      {aside}
    </span>
  );
}

interface MenuProps {
  id: string;
  options: JsonObject[];
  onChoose(option: JsonObject): void;
  /** By Escape: the focus goes back. */
  onClose(): void;
  /** The focus went elsewhere. */
  onLeave(): void;
}

function Menu({ id, options, onChoose, onClose, onLeave }: MenuProps) {
  const words = useWords();
  const menu = useRef<HTMLDivElement>(null);
  const items = (): HTMLElement[] => Array.from(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []);
  useEffect(() => items()[0]?.focus(), []);
  const move = (event: KeyboardEvent): void => {
    const all = items();
    const at = all.findIndex((item) => item === document.activeElement);
    const targets: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
    const target = targets[event.key];
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    } else if (target !== undefined) {
      event.preventDefault();
      all[(target + all.length) % all.length]?.focus();
    }
  };
  return (
    <div
      ref={menu}
      id={id}
      class="bk-menu"
      role="menu"
      aria-label={words.moreActions}
      onKeyDown={move}
      onFocusOut={(event) => {
        const next = event.relatedTarget;
        const isInside = next instanceof Node && menu.current?.parentElement?.contains(next);
        if (!isInside) onLeave();
      }}
    >
      {options.map((option, index) => (
        <button
          key={index}
          type="button"
          role="menuitem"
          class="bk-menu-item"
          tabIndex={-1}
          onClick={() => onChoose(option)}
        >
          <TextObject text={option['text']} />
          {option['description'] !== undefined && (
            <span class="bk-menu-more">
              <TextObject text={option['description']} />
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
