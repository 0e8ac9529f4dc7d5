import { isObject, textOf, toObjects, toText, type JsonObject } from '../json-object.ts';

/** Blocks as readable text, one line or more each: mrkdwn as it is, buttons as [Label], choices as [chosen or hint ▾]. */
export function toPlain(blocks: readonly JsonObject[]): string {
  return blocks.map(blockText).join('\n');
}

function blockText(block: JsonObject): string {
  const type = toText(block['type']);
  if (type === 'divider') return '---';
  if (type === 'markdown') return toText(block['text']);
  if (type === 'section') return sectionText(block);
  if (type === 'context') return toObjects(block['elements']).map(elementText).join(' ');
  if (type === 'actions') return toObjects(block['elements']).map(elementText).join(' ');
  if (type === 'image') return [textOf(block['title']), imageText(block)].filter(Boolean).join(' ');
  if (type === 'rich_text') return toObjects(block['elements']).map(richPartText).join('\n');
  if (type === 'table') return tableText(block);
  if (type !== 'input') return textOf(block['text']);
  const element = isObject(block['element']) ? elementText(block['element']) : '';
  return [`${textOf(block['label'])}: ${element}`, textOf(block['hint'])].filter(Boolean).join('\n');
}

function sectionText(block: JsonObject): string {
  const accessory = isObject(block['accessory']) ? elementText(block['accessory']) : '';
  const first = [textOf(block['text']), accessory].filter(Boolean).join(' ');
  return [first, ...toObjects(block['fields']).map((field) => toText(field['text']))].filter(Boolean).join('\n');
}

const imageText = (image: JsonObject): string => `(image: ${toText(image['alt_text'])})`;

function elementText(element: JsonObject): string {
  const type = toText(element['type']);
  if (type === 'mrkdwn' || type === 'plain_text') return toText(element['text']);
  if (type === 'image') return imageText(element);
  if (type === 'button') return `[${textOf(element['text'])}]`;
  const options = toObjects(element['options']).map((option) => textOf(option['text']));
  if (type === 'overflow') return `[… ${options.join(' | ')}]`;
  if (type === 'plain_text_input') return `[${toText(element['initial_value']) || textOf(element['placeholder'])}]`;
  if (type === 'checkboxes' || type === 'radio_buttons') return options.map((option) => `( ) ${option}`).join(' ');
  const chosen = isObject(element['initial_option']) ? textOf(element['initial_option']['text']) : '';
  return `[${chosen || toText(element['initial_user']) || textOf(element['placeholder'])} ▾]`;
}

function richPartText(part: JsonObject): string {
  const elements = toObjects(part['elements']);
  if (part['type'] === 'rich_text_list') return elements.map((item) => `• ${richPartText(item)}`).join('\n');
  const text = elements.map(inlineText).join('');
  return part['type'] === 'rich_text_preformatted' ? `\`\`\`${text}\`\`\`` : text;
}

function inlineText(element: JsonObject): string {
  if (element['type'] === 'user') return `<@${toText(element['user_id'])}>`;
  if (element['type'] === 'usergroup') return `<!subteam^${toText(element['usergroup_id'])}>`;
  if (element['type'] === 'channel') return `<#${toText(element['channel_id'])}>`;
  if (element['type'] === 'broadcast') return `<!${toText(element['range'])}>`;
  if (element['type'] === 'emoji') return `:${toText(element['name'])}:`;
  return toText(element['text']) || toText(element['fallback']) || toText(element['url']);
}

function tableText(block: JsonObject): string {
  const rows = Array.isArray(block['rows']) ? block['rows'] : [];
  return rows.map((row: unknown) => toObjects(row).map(cellText).join(' | ')).join('\n');
}

function cellText(cell: JsonObject): string {
  if (cell['type'] === 'rich_text') return toObjects(cell['elements']).map(richPartText).join(' ');
  return toText(cell['text']) || JSON.stringify(cell['value'] ?? '');
}
