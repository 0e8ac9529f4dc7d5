import { isObject } from '../json-object.ts';
import { actionsElement, inputElement, sectionAccessory } from './elements.ts';
import { richText } from './rich-text.ts';
import { all, array, boolean, number, object, oneOf, string, typed, type Rule } from './rule.ts';
import { anyText, imageElement, imageSource, needsImageSource, plainText } from './text-objects.ts';

const blockId: Record<string, Rule> = { block_id: string({ max: 255 }) };

const block = (name: string, required: Record<string, Rule>, optional: Record<string, Rule> = {}): Rule =>
  object({ type: oneOf(name), ...required }, { ...blockId, ...optional });

const needsTextOrFields: Rule = (value, pointer, issues) => {
  if (!isObject(value) || value['text'] !== undefined || value['fields'] !== undefined) return;
  issues.push({ line: 'missing required field: text', pointer });
};

const section: Rule = all(
  block(
    'section',
    {},
    {
      text: anyText(3000),
      fields: array(anyText(2000), { min: 1, max: 10 }),
      accessory: sectionAccessory,
      expand: boolean,
    },
  ),
  needsTextOrFields,
);

const contextElement: Rule = (value, pointer, issues) => {
  const isImage = isObject(value) && value['type'] === 'image';
  (isImage ? imageElement : anyText(3000))(value, pointer, issues);
};

const input: Rule = block(
  'input',
  { label: plainText(2000), element: inputElement },
  { hint: plainText(2000), optional: boolean, dispatch_action: boolean },
);

const image: Rule = all(
  block('image', { alt_text: string({ min: 1, max: 2000 }) }, { title: plainText(2000), ...imageSource }),
  needsImageSource,
);

const cell: Rule = typed({
  raw_text: object({ type: oneOf('raw_text'), text: string({ min: 1 }) }),
  raw_number: object({ type: oneOf('raw_number'), value: number }, { text: string() }),
  rich_text: richText(),
});

const table: Rule = block(
  'table',
  { rows: array(array(cell, { min: 1, max: 20 }), { min: 1, max: 100 }) },
  { column_settings: array(object({}, { align: oneOf('left', 'center', 'right'), is_wrapped: boolean }), { max: 20 }) },
);

const everywhere: Record<string, Rule> = {
  section,
  header: block('header', { text: plainText(150) }),
  context: block('context', { elements: array(contextElement, { min: 1, max: 10 }) }),
  divider: block('divider', {}),
  actions: block('actions', { elements: array(actionsElement, { min: 1, max: 25 }) }),
  image,
  input,
  rich_text: richText(blockId),
  // The length of an alert's text is not published; a section's is assumed.
  alert: block('alert', { text: anyText(3000) }, { level: oneOf('default', 'info', 'warning', 'error', 'success') }),
};

/** Left out with their limits; the first ones are for messages only. */
const IN_MESSAGES = ['plan', 'task_card', 'context_actions', 'contact_card', 'file', 'call'];
const ELSEWHERE = ['video', 'card', 'carousel', 'container', 'data_table'];

export const viewBlock: Rule = typed(everywhere, ELSEWHERE);
export const messageBlock: Rule = typed(
  { ...everywhere, markdown: block('markdown', { text: string({ min: 1, max: 12_000 }) }), table },
  [...ELSEWHERE, ...IN_MESSAGES],
);
