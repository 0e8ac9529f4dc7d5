import { isObject } from '../json-object.ts';
import { all, array, between, boolean, object, oneOf, string, typed, type Rule } from './rule.ts';
import {
  choiceOption,
  confirm,
  imageElement,
  optionGroup,
  overflowOption,
  plainText,
  selectOption,
} from './text-objects.ts';

const action: Record<string, Rule> = { action_id: string({ min: 1, max: 255 }) };
const focus: Record<string, Rule> = { focus_on_load: boolean };
const placeholder: Record<string, Rule> = { placeholder: plainText(150) };
const type = (name: string): Record<string, Rule> => ({ type: oneOf(name) });

const button: Rule = object(
  { ...type('button'), text: plainText(75) },
  {
    ...action,
    value: string({ max: 2000 }),
    url: string({ max: 3000 }),
    style: oneOf('primary', 'danger'),
    confirm,
    accessibility_label: string({ max: 75 }),
  },
);

const overflow: Rule = object(
  { ...type('overflow'), options: array(overflowOption, { min: 1, max: 5 }) },
  { ...action, confirm },
);

const optionsOrGroups: Rule = (value, pointer, issues) => {
  if (!isObject(value) || value['options'] !== undefined || value['option_groups'] !== undefined) return;
  issues.push({ line: 'missing required field: options', pointer });
};

const staticSelect: Rule = all(
  object(type('static_select'), {
    ...action,
    ...focus,
    ...placeholder,
    confirm,
    options: array(selectOption, { min: 1, max: 100 }),
    option_groups: array(optionGroup, { min: 1, max: 100 }),
    initial_option: selectOption,
  }),
  optionsOrGroups,
);

const usersSelect: Rule = object(type('users_select'), {
  ...action,
  ...focus,
  ...placeholder,
  confirm,
  initial_user: string(),
});

const radioButtons: Rule = object(
  { ...type('radio_buttons'), options: array(choiceOption, { min: 1, max: 10 }) },
  { ...action, ...focus, confirm, initial_option: choiceOption },
);

const checkboxes: Rule = object(
  { ...type('checkboxes'), options: array(choiceOption, { min: 1, max: 10 }) },
  { ...action, ...focus, confirm, initial_options: array(choiceOption, { min: 1, max: 10 }) },
);

const dispatchConfig: Rule = object(
  {},
  { trigger_actions_on: array(oneOf('on_enter_pressed', 'on_character_entered'), { min: 1, max: 2 }) },
);

const plainTextInput: Rule = object(type('plain_text_input'), {
  ...action,
  ...focus,
  ...placeholder,
  initial_value: string({ max: 3000 }),
  multiline: boolean,
  min_length: between(0, 3000),
  max_length: between(1, 3000),
  dispatch_action_config: dispatchConfig,
});

const selects = { static_select: staticSelect, users_select: usersSelect, radio_buttons: radioButtons, checkboxes };

const SELECTS = ['conversations', 'channels', 'external'].flatMap((each) => [`${each}_select`, `multi_${each}_select`]);
const ELSEWHERE = [
  ...SELECTS,
  'multi_static_select',
  'multi_users_select',
  'datepicker',
  'timepicker',
  'datetimepicker',
];
const INPUTS = ['email_text_input', 'url_text_input', 'number_input', 'rich_text_input', 'file_input'];

export const actionsElement: Rule = typed({ button, overflow, ...selects }, [...ELSEWHERE, 'workflow_button']);
export const sectionAccessory: Rule = typed({ button, overflow, image: imageElement, ...selects }, [
  ...ELSEWHERE,
  'workflow_button',
]);
export const inputElement: Rule = typed({ plain_text_input: plainTextInput, ...selects }, [...ELSEWHERE, ...INPUTS]);
