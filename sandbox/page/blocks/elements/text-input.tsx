import { useRef } from 'preact/hooks';
import { toPlainLabel } from '../to-plain-label.ts';
import { useWords } from '../words.ts';
import { toAria, type ControlProps } from './control-props.ts';
import { useFocusOnLoad } from './use-focus-on-load.ts';

/** From this many characters left on it is said how many. */
const FEW = 100;

/** A line or several of text. What is too long may be typed, as in Slack: it is said here and refused on submit. */
export function TextInput(props: ControlProps) {
  const { element, value = '', onValue, onEnter, id, describedBy } = props;
  const words = useWords();
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useFocusOnLoad(props, input);
  const text = typeof value === 'string' ? value : value.join(', ');
  const max = element['max_length'];
  // Slack counts code points.
  const left = typeof max === 'number' && max > 0 ? max - Array.from(text).length : undefined;
  const placeholder = toPlainLabel(element['placeholder']);
  const countId = left === undefined || left > FEW ? undefined : `${id}-count`;
  const describing = [describedBy, countId].filter(Boolean).join(' ') || undefined;
  const common = {
    id,
    ref: input,
    value: text,
    placeholder,
    class: 'bk-input-box',
    ...toAria({ ...props, describedBy: describing }, placeholder),
    onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
  };
  const isMultiline = element['multiline'] === true;
  return (
    <span class="bk-text-input">
      {isMultiline ? (
        <textarea {...common} rows={4} />
      ) : (
        <input
          {...common}
          type="text"
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.isComposing || !onEnter) return;
            event.preventDefault();
            onEnter();
          }}
        />
      )}
      {left !== undefined && countId !== undefined && (
        <span class={left < 0 ? 'bk-count bk-count-over' : 'bk-count'} id={countId}>
          {(left < 0 ? words.charactersTooMany : words.charactersLeft).replace('{count}', String(Math.abs(left)))}
        </span>
      )}
    </span>
  );
}
