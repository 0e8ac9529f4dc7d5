import { useEffect, useId, useRef } from 'preact/hooks';
import type { JsonObject } from '../../../slack/json-object.ts';
import { TextObject } from '../text-object.tsx';
import { useWords } from '../words.ts';

interface Props {
  confirm: JsonObject;
  onConfirm(): void;
  onDeny(): void;
}

const YES = 'yes';

/** Asks before something is pressed. A native modal dialog: focus stays inside, Escape says no. */
export function ConfirmDialog({ confirm, onConfirm, onDeny }: Props) {
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    yes.current?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="bk-dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      // Closed by itself it gives the focus back to what was pressed.
      onClose={(event) => (event.currentTarget.returnValue === YES ? onConfirm() : onDeny())}
      onKeyDown={(event) => {
        // Escape is for this dialog, not for what lies below.
        if (event.key === 'Escape') event.stopPropagation();
      }}
    >
      <h2 class="bk-dialog-title" id={`${id}-title`}>
        {confirm['title'] === undefined ? words.confirmTitle : <TextObject text={confirm['title']} />}
      </h2>
      <div class="bk-dialog-text bk-text" id={`${id}-text`}>
        <TextObject text={confirm['text']} />
      </div>
      <div class="bk-dialog-buttons">
        <button type="button" class="bk-button bk-button-large" onClick={() => dialog.current?.close()}>
          {confirm['deny'] === undefined ? words.confirmNo : <TextObject text={confirm['deny']} />}
        </button>
        <button
          ref={yes}
          type="button"
          class={`bk-button bk-button-large bk-button-${confirm['style'] === 'danger' ? 'danger' : 'primary'}`}
          onClick={() => dialog.current?.close(YES)}
        >
          {confirm['confirm'] === undefined ? words.confirmYes : <TextObject text={confirm['confirm']} />}
        </button>
      </div>
    </dialog>
  );
}
