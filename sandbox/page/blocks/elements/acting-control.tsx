import { useId, useState } from 'preact/hooks';
import type { JsonObject } from '../../../slack/json-object.ts';
import type { FormValue } from '../host.ts';
import { Control } from './control.tsx';
import { findInitialValue } from './option.ts';
import { usePress } from './use-press.tsx';

interface Props {
  block: JsonObject;
  element: JsonObject;
  /** Id of the text that says what it is for. */
  labelledBy?: string | undefined;
}

/** A menu, radio buttons or checkboxes outside a form: every choice is sent, and shown once it is agreed to. */
export function ActingControl({ block, element, labelledBy }: Props) {
  const id = useId();
  const [value, setValue] = useState<FormValue | undefined>(() => findInitialValue(element));
  const { press, isPending, aside } = usePress(block, element);
  return (
    <span class="bk-element" aria-busy={isPending || undefined}>
      <Control
        element={element}
        value={value}
        onValue={(next) => press(next, () => setValue(next))}
        id={id}
        labelledBy={labelledBy}
      />
      {isPending && <span class="bk-spinner bk-spinner-beside" aria-hidden="true" />}
      {aside}
    </span>
  );
}
