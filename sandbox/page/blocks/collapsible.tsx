import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useWords } from './words.ts';

/** Slack folds text of more than this many characters, where the app does not ask for all of it. */
const FOLDED_FROM = 700;

export function Collapsible({ length, children }: { length: number; children: ComponentChildren }) {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  if (length <= FOLDED_FROM) return <>{children}</>;
  return (
    <>
      {/* A link inside that takes the focus must be seen. */}
      <div class={isOpen ? undefined : 'bk-folded'} onFocusIn={() => setOpen(true)}>
        {children}
      </div>
      <button type="button" class="bk-more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? words.seeLess : words.seeMore}
      </button>
    </>
  );
}
