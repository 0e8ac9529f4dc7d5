import { textOf, toObject, toObjects, toText, type JsonObject } from '../../../slack/json-object.ts';
import type { FormValue } from '../host.ts';

/** How an option is named to the server: by its value, or where that is empty by its text. */
export const toOptionValue = (option: unknown): string => {
  const { value, text } = toObject(option);
  return toText(value) || textOf(text);
};

/** What an element holds before anybody touched it; undefined: nothing. */
export function findInitialValue(element: JsonObject): FormValue | undefined {
  const { type, initial_option: option, initial_options: options, initial_user: user, initial_value: value } = element;
  if (type === 'checkboxes') return toObjects(options).map(toOptionValue);
  if (type === 'plain_text_input') return toText(value);
  if (type === 'users_select') return toText(user) || undefined;
  return option === undefined ? undefined : toOptionValue(option);
}
