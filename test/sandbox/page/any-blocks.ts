import fc, { type Arbitrary } from 'fast-check';
import type { JsonObject } from '../../../sandbox/slack/json-object.ts';

// Blocks of every kind, mostly ones that the stand-in accepts; what it refuses is left out by the test.

const pieces = [
  '*bold*',
  '_it_',
  '~no~',
  '`code`',
  '```\npre\n```',
  '\n> quote',
  '\n',
  '\n\n',
  ' ',
  'word',
  '<@U0JIN>',
  '<@U0WHO|x>',
  '<!subteam^S0ONCALL>',
  '<#C0OPS>',
  '<!here>',
  '<!date^1771300800^{date_pretty} {ago}|then>',
  '<!date^9e99^{time}|then>',
  '<https://a.example|link>',
  '<javascript:x|y>',
  ':tada:',
  ':none:',
  '&amp;',
  '&lt;',
  '*',
  '_',
  '`',
  '<',
  '>',
  '# head\n',
  '- item\n',
  '1. item\n',
  '**b**',
  '[l](https://a.example)',
  '가나',
  'مرحبا',
  '👩‍👩‍👧',
  '\u202E',
  '\uD800',
];
const NEVER = /undefined|NaN|\[object/;

const text = (max: number): Arbitrary<string> =>
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8 })), { minLength: 1, maxLength: 12 })
    .map((parts) => Array.from(parts.join('')).slice(0, max).join(''))
    .filter((each) => each !== '' && !NEVER.test(each));

const maybe = <T extends JsonObject>(
  required: { [K in keyof T]: Arbitrary<T[K]> },
  optional: Record<string, Arbitrary<unknown>>,
) =>
  fc.record<Record<string, unknown>>(
    { ...required, ...optional },
    {
      requiredKeys: Object.keys(required),
    },
  ) as Arbitrary<JsonObject>;
const is = (type: string) => ({ type: fc.constant(type) });

const plain = (max: number) => maybe({ ...is('plain_text'), text: text(max) }, { emoji: fc.boolean() });
const mrkdwn = (max: number) => maybe({ ...is('mrkdwn'), text: text(max) }, { verbatim: fc.boolean() });
const anyText = (max: number) => fc.oneof(plain(max), mrkdwn(max));
const confirm = maybe(
  { text: anyText(300) },
  { title: plain(100), confirm: plain(30), deny: plain(30), style: fc.constantFrom('primary', 'danger') },
);
const value = fc.oneof(fc.constant(''), text(150));
const option = maybe({ text: plain(75), value }, { description: plain(75) });
const choice = maybe({ text: anyText(75), value }, { description: anyText(75) });
const some = <T>(each: Arbitrary<T>, maxLength: number) => fc.array(each, { minLength: 1, maxLength });
const address = fc.constantFrom('https://a.example/x', 'javascript:alert(1)', 'nowhere', 'data:text/html,x');
const image = fc.oneof(
  maybe({ ...is('image'), alt_text: text(200), image_url: address }, {}),
  maybe(
    { ...is('image'), alt_text: text(200), slack_file: fc.constantFrom({}, { id: 'F012345678' }, { url: 'x' }) },
    {},
  ),
);

const focus = { focus_on_load: fc.boolean(), confirm };
const button = maybe(
  { ...is('button'), text: plain(75) },
  {
    value: text(100),
    url: address,
    style: fc.constantFrom('primary', 'danger'),
    confirm,
    accessibility_label: text(75),
  },
);
const overflow = maybe(
  { ...is('overflow'), options: some(maybe({ text: plain(75), value }, { url: address }), 5) },
  { confirm },
);
const controls = fc.oneof(
  maybe(
    { ...is('static_select'), options: some(option, 4) },
    { ...focus, placeholder: plain(150), initial_option: option },
  ),
  maybe(
    { ...is('static_select'), option_groups: some(maybe({ label: plain(75), options: some(option, 3) }, {}), 2) },
    focus,
  ),
  maybe(is('users_select'), { ...focus, placeholder: plain(150), initial_user: fc.constantFrom('U0JIN', 'U0WHO', '') }),
  maybe({ ...is('radio_buttons'), options: some(choice, 4) }, { ...focus, initial_option: choice }),
  maybe({ ...is('checkboxes'), options: some(choice, 4) }, { ...focus, initial_options: some(choice, 2) }),
);
const whole = fc.oneof(fc.integer(), fc.constantFrom(1e300, -1e300, 2 ** 53, -1));
const textInput = maybe(is('plain_text_input'), {
  focus_on_load: fc.boolean(),
  placeholder: plain(150),
  initial_value: text(100),
  multiline: fc.boolean(),
  min_length: fc.integer({ min: 0, max: 3000 }),
  max_length: fc.integer({ min: 1, max: 3000 }),
  dispatch_action_config: fc.constantFrom({}, { trigger_actions_on: ['on_character_entered'] }),
});

const flags = fc.record(
  { bold: fc.boolean(), italic: fc.boolean(), strike: fc.boolean(), code: fc.boolean(), underline: fc.boolean() },
  { requiredKeys: [] },
);
const style = { style: flags };
const inline = fc.oneof(
  maybe({ ...is('text'), text: text(80) }, style),
  maybe({ ...is('link'), url: address }, { ...style, text: text(80), unsafe: fc.boolean() }),
  maybe(
    { ...is('emoji'), name: fc.constantFrom('tada', 'none', '') },
    { ...style, unicode: fc.constantFrom('1f389', 'ffffff', 'x'), url: address },
  ),
  maybe({ ...is('user'), user_id: fc.constantFrom('U0JIN', 'U0WHO', '') }, style),
  maybe({ ...is('usergroup'), usergroup_id: fc.constantFrom('S0ONCALL', '') }, style),
  maybe({ ...is('channel'), channel_id: fc.constantFrom('C0OPS', '') }, style),
  maybe({ ...is('broadcast'), range: fc.constantFrom('here', 'channel', 'everyone') }, style),
  maybe({ ...is('date'), timestamp: whole, format: text(40) }, { ...style, url: address, fallback: text(40) }),
);
const inlines = fc.array(inline, { maxLength: 4 });
const richSection = maybe({ ...is('rich_text_section'), elements: inlines }, {});
const border = { border: fc.constantFrom(0, 1) };
const richPart = fc.oneof(
  richSection,
  maybe(
    {
      ...is('rich_text_list'),
      style: fc.constantFrom('bullet', 'ordered'),
      elements: fc.array(richSection, { maxLength: 3 }),
    },
    { ...border, indent: whole, offset: whole },
  ),
  maybe({ ...is('rich_text_quote'), elements: inlines }, border),
  maybe({ ...is('rich_text_preformatted'), elements: inlines }, { ...border, language: text(20) }),
);
const rich = maybe({ ...is('rich_text'), elements: fc.array(richPart, { maxLength: 3 }) }, {});
const cell = fc.oneof(
  maybe({ ...is('raw_text'), text: text(60) }, {}),
  maybe({ ...is('raw_number'), value: fc.double({ noNaN: true, noDefaultInfinity: true }) }, { text: text(20) }),
  rich,
);
const table = maybe(
  { ...is('table'), rows: some(some(cell, 3), 3) },
  {
    column_settings: fc.array(
      maybe({}, { align: fc.constantFrom('left', 'center', 'right'), is_wrapped: fc.boolean() }),
      { maxLength: 3 },
    ),
  },
);
const sectionMore = { expand: fc.boolean(), accessory: fc.oneof(button, overflow, image, controls) };

const inViews = fc.oneof(
  maybe({ ...is('section'), text: anyText(3000) }, { ...sectionMore, fields: some(anyText(2000), 4) }),
  maybe({ ...is('section'), fields: some(anyText(2000), 4) }, sectionMore),
  maybe({ ...is('header'), text: plain(150) }, {}),
  maybe({ ...is('context'), elements: some(fc.oneof(anyText(300), image), 3) }, {}),
  fc.constant<JsonObject>({ type: 'divider' }),
  maybe({ ...is('actions'), elements: some(fc.oneof(button, overflow, controls), 4) }, {}),
  fc.tuple(image, plain(200)).map(([block, title]): JsonObject => ({ ...block, title })),
  maybe(
    { ...is('input'), label: plain(200), element: fc.oneof(textInput, controls) },
    { hint: plain(200), optional: fc.boolean(), dispatch_action: fc.boolean() },
  ),
  rich,
  maybe(
    { ...is('alert'), text: anyText(300) },
    { level: fc.constantFrom('default', 'info', 'warning', 'error', 'success') },
  ),
);

export const viewBlocks: Arbitrary<JsonObject[]> = fc.array(inViews, { minLength: 1, maxLength: 5 });
export const messageBlocks: Arbitrary<JsonObject[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: inViews },
    { weight: 1, arbitrary: table },
    maybe({ ...is('markdown'), text: text(300) }, {}),
  ),
  { minLength: 1, maxLength: 5 },
);
