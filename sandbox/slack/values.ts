import { elementsOf } from './blockkit/unique-ids.ts';
import { isObject, textOf, toObjects, toText, type JsonObject } from './json-object.ts';
import type { Person, Values } from './state.ts';

/** What people can set, in Slack's words. Buttons and overflow menus hold nothing. */
const EMPTY: Record<string, (element: JsonObject) => JsonObject> = {
  plain_text_input: (element) => ({ value: element['initial_value'] ?? null }),
  static_select: (element) => ({ selected_option: element['initial_option'] ?? null }),
  radio_buttons: (element) => ({ selected_option: element['initial_option'] ?? null }),
  users_select: (element) => ({ selected_user: element['initial_user'] ?? null }),
  checkboxes: (element) => ({ selected_options: element['initial_options'] ?? [] }),
};

/** `state.values` of some blocks: what was chosen before where the same element is still there, else its initial value. */
export function readValues(blocks: readonly JsonObject[], before: Values = {}): Values {
  const values: Values = {};
  for (const block of blocks) {
    for (const { element } of elementsOf(block)) {
      const type = toText(element['type']);
      const blockId = toText(block['block_id']);
      const actionId = toText(element['action_id']);
      const empty = EMPTY[type];
      if (!empty) continue;
      const kept = before[blockId]?.[actionId];
      const value = kept?.['type'] === type ? kept : { type, ...empty(element) };
      values[blockId] = { ...values[blockId], [actionId]: value };
    }
  }
  return values;
}

export type Choice = string | readonly string[];

/** What a person's choice is in Slack's words: options by value or by visible text, people by id or name. Throws if there is none. */
export function toValue(element: JsonObject, choice: Choice, people: ReadonlyMap<string, Person>): JsonObject {
  const type = toText(element['type']);
  const chosen = typeof choice === 'string' ? choice : choice.join(',');
  if (type === 'plain_text_input') return { type, value: chosen === '' ? null : chosen };
  if (type === 'users_select') {
    const person = [...people.values()].find(({ id, name }) => id === chosen || name === chosen);
    if (!person) throw new Error(`no such person: ${chosen}`);
    return { type, selected_user: person.id };
  }
  if (type === 'checkboxes') {
    const all = typeof choice === 'string' ? [choice] : choice;
    return { type, selected_options: all.map((each) => getOption(element, each)) };
  }
  return { type, selected_option: getOption(element, chosen) };
}

export function optionsOf(element: JsonObject): JsonObject[] {
  const grouped = toObjects(element['option_groups']).flatMap((group) => toObjects(group['options']));
  return [...toObjects(element['options']), ...grouped];
}

function getOption(element: JsonObject, wanted: string): JsonObject {
  const options = optionsOf(element);
  const found =
    options.find((option) => option['value'] === wanted) ?? options.find((option) => textOf(option['text']) === wanted);
  if (found) return found;
  throw new Error(`no option "${wanted}"; there are: ${options.map((option) => textOf(option['text'])).join(', ')}`);
}

/** Nothing entered or chosen. */
export function isEmptyValue(value: JsonObject | undefined): boolean {
  const { value: text, selected_option: option, selected_user: user, selected_options: options } = value ?? {};
  if (Array.isArray(options)) return options.length === 0;
  return !(typeof text === 'string' && text !== '') && !isObject(option) && typeof user !== 'string';
}
