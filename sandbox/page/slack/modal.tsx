import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShownView } from '../../page-server/shapes.ts';
import { Blocks } from '../blocks/blocks.tsx';
import type { FormValue } from '../blocks/host.ts';
import { useSession } from '../shell/session.ts';
import { useBlocksHost } from './use-blocks-host.ts';

interface Submitted {
  errors?: Record<string, string>;
  error?: string;
}

/** The modal on top of a person's screen. What was entered stays until it closes, also when the app draws it anew. */
export function Modal({ view }: { view: ShownView }) {
  const { act, texts } = useSession();
  const host = useBlocksHost('modal');
  const dialog = useRef<HTMLDialogElement>(null);
  const [values, setValues] = useState<Record<string, FormValue>>({});
  const [isSending, setSending] = useState(false);
  const [isFailing, setFailing] = useState(false);

  useEffect(() => {
    const box = dialog.current;
    box?.showModal();
    return () => box?.close();
  }, []);

  const close = (): void => void act('close');
  async function submit(): Promise<void> {
    if (isSending) return;
    setSending(true);
    const submitted = await act<Submitted>('submit', { values });
    setSending(false);
    setFailing(submitted?.error !== undefined);
  }

  return (
    <dialog
      class="modal"
      ref={dialog}
      aria-labelledby="modal-title"
      onCancel={(event) => {
        // It closes when the sandbox says so: the app may want to hear of it.
        event.preventDefault();
        close();
      }}
    >
      <form
        class="modal-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <header class="modal-head">
          <h1 id="modal-title">{view.title}</h1>
          <button type="button" class="icon" title={texts.close} onClick={close}>
            <span aria-hidden="true">✕</span>
            <span class="for-readers">{texts.close}</span>
          </button>
        </header>
        {isFailing && (
          <p class="modal-trouble" role="alert">
            {texts.modalTrouble}
          </p>
        )}
        <div class="modal-body">
          <Blocks
            blocks={view.blocks}
            host={{
              ...host,
              values,
              errors: view.errors,
              onChange: (blockId, value) => setValues((before) => ({ ...before, [blockId]: value })),
            }}
          />
        </div>
        <footer class="modal-foot">
          <button type="button" class="button" onClick={close}>
            {view.close ?? texts.close}
          </button>
          {view.submit !== null && (
            <button type="submit" class="button is-primary" aria-disabled={isSending}>
              {view.submit}
            </button>
          )}
        </footer>
      </form>
    </dialog>
  );
}
