import { useHost } from '../host.ts';
import { toPlainLabel } from '../to-plain-label.ts';
import { useWords } from '../words.ts';
import type { ControlProps } from './control-props.ts';
import { SelectBox } from './select-box.tsx';

/** Everybody who is not deactivated, and whoever is chosen already. */
export function UsersSelect(props: ControlProps) {
  const { element, value, onValue } = props;
  const { people } = useHost().context;
  const words = useWords();
  const chosen = typeof value === 'string' ? value : '';
  const shown = people.filter(({ id, isDeactivated }) => !isDeactivated || id === chosen);
  const isUnknown = chosen !== '' && !shown.some(({ id }) => id === chosen);
  return (
    <SelectBox
      {...props}
      placeholder={toPlainLabel(element['placeholder']) || words.choosePerson}
      chosen={chosen}
      onChosen={onValue}
    >
      {isUnknown && <option value={chosen}>{chosen}</option>}
      {shown.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectBox>
  );
}
