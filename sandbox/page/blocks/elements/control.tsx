import { toText } from '../../../slack/json-object.ts';
import { Choices } from './choices.tsx';
import type { ControlProps } from './control-props.ts';
import { StaticSelect } from './static-select.tsx';
import { TextInput } from './text-input.tsx';
import { UsersSelect } from './users-select.tsx';

const CONTROLS = {
  static_select: StaticSelect,
  users_select: UsersSelect,
  radio_buttons: Choices,
  checkboxes: Choices,
  plain_text_input: TextInput,
};

export const isControl = (type: string): type is keyof typeof CONTROLS => Object.hasOwn(CONTROLS, type);

/** The control for a type that `isControl`; nothing for others. */
export function Control(props: ControlProps) {
  const type = toText(props.element['type']);
  if (!isControl(type)) return null;
  const Kind = CONTROLS[type];
  return <Kind {...props} />;
}
