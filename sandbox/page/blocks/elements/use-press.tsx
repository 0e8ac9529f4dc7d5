import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { isObject, toText, type JsonObject } from '../../../slack/json-object.ts';
import { useHost, type FormValue } from '../host.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { PressWarning } from './press-warning.tsx';

export interface Pressing {
  /** Asks first where the element wants that; `onAgreed` runs when it is really pressed. */
  press(option?: FormValue, onAgreed?: () => void): void;
  /** Until the app's ack. */
  isPending: boolean;
  /** The confirm dialog while it is open, and what went wrong last time. */
  aside: ComponentChildren;
}

/** How one element of a block is pressed. */
export function usePress(block: JsonObject, element: JsonObject): Pressing {
  const host = useHost();
  const [pending, setPending] = useState(0);
  const [error, setError] = useState<string>();
  const [asked, setAsked] = useState<() => void>();
  const confirm = element['confirm'];

  const act = async (option: FormValue | undefined): Promise<void> => {
    const ids = { blockId: toText(block['block_id']), actionId: toText(element['action_id']) };
    setPending((count) => count + 1);
    setError(undefined);
    try {
      const outcome = await host.act({ ...ids, block, ...(option !== undefined && { option }) });
      setError(outcome.error);
    } catch {
      setError('failed');
    } finally {
      setPending((count) => count - 1);
    }
  };
  const press = (option?: FormValue, onAgreed?: () => void): void => {
    const go = (): void => {
      setAsked(undefined);
      onAgreed?.();
      void act(option);
    };
    if (isObject(confirm)) setAsked(() => go);
    else go();
  };
  const aside = (
    <>
      {error !== undefined && <PressWarning error={error} />}
      {asked && isObject(confirm) && (
        <ConfirmDialog confirm={confirm} onConfirm={asked} onDeny={() => setAsked(undefined)} />
      )}
    </>
  );
  return { press, isPending: pending > 0, aside };
}
