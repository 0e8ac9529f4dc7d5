import { useId, useState } from 'preact/hooks';
import { toObject, toText, type JsonObject } from '../../slack/json-object.ts';
import { Control, isControl } from './elements/control.tsx';
import { findInitialValue } from './elements/option.ts';
import { usePress } from './elements/use-press.tsx';
import { useHost, type FormValue } from './host.ts';
import { TextObject } from './text-object.tsx';
import { UnknownNote } from './unknown-note.tsx';
import { useWords } from './words.ts';

export function InputBlock({ block }: { block: JsonObject }) {
  const host = useHost();
  const words = useWords();
  const id = useId();
  const element = toObject(block['element']);
  const blockId = toText(block['block_id']);
  const [own, setOwn] = useState<FormValue>();
  const { press, aside } = usePress(block, element);
  const value = (host.values ? host.values[blockId] : own) ?? findInitialValue(element);
  const error = host.errors?.[blockId];
  const type = toText(element['type']);
  const isText = type === 'plain_text_input';
  const isDispatched = block['dispatch_action'] === true;
  const change = (next: FormValue): void => {
    const set = (): void => {
      setOwn(next);
      host.onChange?.(blockId, next);
    };
    if (isDispatched && (!isText || dispatchesOn(element, 'on_character_entered'))) press(next, set);
    else set();
  };
  const describedBy = [error !== undefined && `${id}-error`, block['hint'] !== undefined && `${id}-hint`];
  return (
    <div class={error === undefined ? 'bk-input' : 'bk-input bk-input-invalid'}>
      <label class="bk-label" id={`${id}-label`} for={id}>
        <TextObject text={block['label']} />
        {block['optional'] === true && <span class="bk-optional"> {words.optional}</span>}
      </label>
      {isControl(type) ? (
        <Control
          element={element}
          value={value}
          onValue={change}
          onEnter={isDispatched && dispatchesOn(element, 'on_enter_pressed') ? () => press(value) : undefined}
          id={id}
          labelledBy={`${id}-label`}
          describedBy={describedBy.filter(Boolean).join(' ') || undefined}
          isInvalid={error !== undefined}
          isRequired={block['optional'] !== true}
          mayFocus={host.values !== undefined}
        />
      ) : (
        <UnknownNote type={type} />
      )}
      {aside}
      {error !== undefined && (
        <div class="bk-error" id={`${id}-error`} role="alert">
          <span aria-hidden="true">⚠ </span>
          {error}
        </div>
      )}
      {block['hint'] !== undefined && (
        <div class="bk-hint" id={`${id}-hint`}>
          <TextObject text={block['hint']} />
        </div>
      )}
    </div>
  );
}

/** Without a configuration it is Enter. */
function dispatchesOn(element: JsonObject, what: string): boolean {
  const when = toObject(element['dispatch_action_config'])['trigger_actions_on'];
  return Array.isArray(when) ? when.includes(what) : what === 'on_enter_pressed';
}
