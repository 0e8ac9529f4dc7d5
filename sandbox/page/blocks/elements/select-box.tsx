import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useWords } from '../words.ts';
import { toAria, type ControlProps } from './control-props.ts';
import { useFocusOnLoad } from './use-focus-on-load.ts';

interface Props extends ControlProps {
  /** What stands there while nothing is chosen. */
  placeholder: string;
  /** Value of the option chosen; empty: none. */
  chosen: string;
  onChosen(value: string): void;
  children: ComponentChildren;
}

/** The browser's own menu in Slack's look. */
export function SelectBox(props: Props) {
  const { id, placeholder, chosen, onChosen, children } = props;
  const words = useWords();
  const select = useRef<HTMLSelectElement>(null);
  useFocusOnLoad(props, select);
  return (
    <span class="bk-select">
      <select
        ref={select}
        id={id}
        value={chosen}
        class={chosen === '' ? 'bk-select-box bk-select-empty' : 'bk-select-box'}
        {...toAria(props, placeholder || words.chooseOption)}
        onChange={(event) => onChosen(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (!choosesUnseen(event)) return;
          event.preventDefault();
          event.currentTarget.showPicker();
        }}
      >
        <option value="" disabled hidden>
          {placeholder || words.chooseOption}
        </option>
        {children}
      </select>
    </span>
  );
}

/** Keys that change a closed menu; each step would be sent to the app. They open it instead. */
function choosesUnseen({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (altKey || ctrlKey || metaKey) return false;
  return (
    (key.length === 1 && key !== ' ') || key.startsWith('Arrow') || ['Home', 'End', 'PageUp', 'PageDown'].includes(key)
  );
}
