import { array, boolean, integer, object, oneOf, string, typed, type Rule } from './rule.ts';

const style: Rule = object({}, { bold: boolean, italic: boolean, strike: boolean, code: boolean, underline: boolean });

const inline = (
  name: string,
  required: Record<string, Rule>,
  optional: Record<string, Rule> = {},
): Record<string, Rule> => ({
  [name]: object({ type: oneOf(name), ...required }, { style, ...optional }),
});

const inlineElement: Rule = typed({
  ...inline('text', { text: string({ min: 1 }) }),
  ...inline('link', { url: string({ min: 1 }) }, { text: string(), unsafe: boolean }),
  ...inline('emoji', { name: string() }, { unicode: string(), url: string() }),
  ...inline('user', { user_id: string() }),
  ...inline('usergroup', { usergroup_id: string() }),
  ...inline('channel', { channel_id: string() }),
  ...inline('broadcast', { range: oneOf('here', 'channel', 'everyone') }),
  ...inline('date', { timestamp: integer, format: string() }, { url: string(), fallback: string() }),
});

const section: Rule = object({ type: oneOf('rich_text_section'), elements: array(inlineElement) });
const border: Record<string, Rule> = { border: oneOf(0, 1) };

const part: Rule = typed({
  rich_text_section: section,
  rich_text_list: object(
    { type: oneOf('rich_text_list'), style: oneOf('bullet', 'ordered'), elements: array(section) },
    { ...border, indent: integer, offset: integer },
  ),
  rich_text_quote: object({ type: oneOf('rich_text_quote'), elements: array(inlineElement) }, border),
  rich_text_preformatted: object(
    { type: oneOf('rich_text_preformatted'), elements: array(inlineElement) },
    { ...border, language: string() },
  ),
});

/** A rich_text block, also as a cell of a table (there without the block_id that every block may have). */
export const richText = (more: Record<string, Rule> = {}): Rule =>
  object({ type: oneOf('rich_text'), elements: array(part) }, more);
