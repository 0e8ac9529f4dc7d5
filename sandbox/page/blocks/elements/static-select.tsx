import { toObjects } from '../../../slack/json-object.ts';
import { toPlainLabel } from '../to-plain-label.ts';
import type { ControlProps } from './control-props.ts';
import { toOptionValue } from './option.ts';
import { SelectBox } from './select-box.tsx';

export function StaticSelect(props: ControlProps) {
  const { element, value, onValue } = props;
  const groups = toObjects(element['option_groups']);
  return (
    <SelectBox
      {...props}
      placeholder={toPlainLabel(element['placeholder'])}
      chosen={typeof value === 'string' ? value : ''}
      onChosen={onValue}
    >
      <Options options={element['options']} />
      {groups.map((group, index) => (
        <optgroup key={index} label={toPlainLabel(group['label'])}>
          <Options options={group['options']} />
        </optgroup>
      ))}
    </SelectBox>
  );
}

function Options({ options }: { options: unknown }) {
  return toObjects(options).map((option, index) => (
    <option key={index} value={toOptionValue(option)} title={toPlainLabel(option['description']) || undefined}>
      {toPlainLabel(option['text'])}
    </option>
  ));
}
