import type { Ref } from 'preact';
import { useRef } from 'preact/hooks';
import { toObjects, type JsonObject } from '../../../slack/json-object.ts';
import { TextObject } from '../text-object.tsx';
import { useWords } from '../words.ts';
import { toAria, type ControlProps } from './control-props.ts';
import { toOptionValue } from './option.ts';
import { useFocusOnLoad } from './use-focus-on-load.ts';

/** Radio buttons (one) and checkboxes (any number). */
export function Choices(props: ControlProps) {
  const { element, value, onValue, id } = props;
  const first = useRef<HTMLInputElement>(null);
  useFocusOnLoad(props, first);
  const words = useWords();
  const isRadio = element['type'] === 'radio_buttons';
  const chosen = typeof value === 'string' ? [value] : (value ?? []);
  const change = (option: string, isOn: boolean): void => {
    if (isRadio) return onValue(option);
    const all = toObjects(element['options']).map(toOptionValue);
    onValue(all.filter((each) => (each === option ? isOn : chosen.includes(each))));
  };
  return (
    <div class="bk-choices" role={isRadio ? 'radiogroup' : 'group'} {...toAria(props, words.chooseOption)}>
      {toObjects(element['options']).map((option, index) => (
        <Choice
          key={index}
          id={`${id}-${index}`}
          option={option}
          type={isRadio ? 'radio' : 'checkbox'}
          name={id}
          inputRef={index === 0 ? first : null}
          isOn={chosen.includes(toOptionValue(option))}
          onChange={(isOn) => change(toOptionValue(option), isOn)}
        />
      ))}
    </div>
  );
}

interface ChoiceProps {
  id: string;
  option: JsonObject;
  type: 'radio' | 'checkbox';
  name: string;
  inputRef: Ref<HTMLInputElement>;
  isOn: boolean;
  onChange(isOn: boolean): void;
}

function Choice({ id, option, type, name, inputRef, isOn, onChange }: ChoiceProps) {
  const description = option['description'];
  return (
    <div class="bk-choice">
      <input
        ref={inputRef}
        id={id}
        type={type}
        name={name}
        checked={isOn}
        aria-describedby={description === undefined ? undefined : `${id}-more`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label class="bk-text" for={id}>
        <TextObject text={option['text']} />
      </label>
      {description !== undefined && (
        <span class="bk-choice-more bk-text" id={`${id}-more`}>
          <TextObject text={description} />
        </span>
      )}
    </div>
  );
}
