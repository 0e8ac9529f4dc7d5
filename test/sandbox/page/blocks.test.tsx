import { expect, test } from 'vitest';
import type { JsonObject } from '../../../sandbox/slack/json-object.ts';
import { draw, mina, read } from './draw.tsx';

const plain = (text: string, emoji = true) => ({ type: 'plain_text', text, emoji });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string): JsonObject => ({ type: 'section', text: mrkdwn(text) });
const button = { type: 'button', action_id: 'ok', text: plain('OK') };

test('a card of the bot reads as it was written', () => {
  const text =
    '*failover nextuse* · *Waiting for approval* · `r-1` · asked by <@U0JIN>\n' +
    '⏸ *Approval* 0 of 1, from <!subteam^S0ONCALL> · until <!date^1771300800^{time}|13:00>\n○ *dns* (to do) &lt;b&gt;';
  const html = draw([section(text)]);
  expect(read(html)).toBe(
    'failover nextuse · Waiting for approval · r-1 · asked by @jin ' +
      '⏸ Approval 0 of 1, from @oncall · until 1:00 PM ○ dns (to do) <b>',
  );
  expect(html).toContain('<b>failover nextuse</b>');
  expect(html).toContain('<code class="bk-code">r-1</code>');
  expect(html).toMatch(/<time datetime="2026-02-17T04:00:00.000Z" title="Tuesday, February 17, 2026[^"]*">1:00 PM</);
});

test('who is called: others, the reader, groups, channels, strangers', () => {
  const html = draw([section('<@U0JIN> <@U0MINA> <!here> <#C0OPS> <#C0WAR> <#C0HIDDEN> <@U0WHO|sam> <@U0WHO>')]);
  expect(read(html)).toBe('@jin @mina @here #ops 🔒 war-room 🔒 private channel @sam @U0WHO');
  expect(html).toContain('<span class="bk-mention">@jin</span>');
  expect(html).toContain('<span class="bk-mention bk-mention-me">@mina</span>');
  expect(html).toContain('<span class="bk-mention bk-mention-me">@here</span>');
});

test('text can be no tag, and a link leads only to the web or to mail', () => {
  const html = draw([section('<script>alert(1)</script> <javascript:alert(1)|x> <https://a.example?a="b|y>')]);
  expect(html).not.toMatch(/<script|href="javascript/i);
  expect(html).toContain('target="_blank" rel="noopener noreferrer"');
  const rich = { type: 'link', url: 'javascript:alert(1)', text: 'x' };
  const inRich = { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [rich] }] };
  expect(draw([inRich, { type: 'markdown', text: '[x](javascript:alert(1))' }])).not.toContain('href');
});

test('plain text is not markup, and knows emoji only where it says so', () => {
  const fields = [plain('*a* <@U0JIN> &amp; :tada:'), plain(':tada:', false)];
  expect(read(draw([{ type: 'section', fields }]))).toBe('*a* <@U0JIN> &amp; 🎉 :tada:');
  expect(draw([{ type: 'header', text: plain(':tada: Done') }])).toContain(
    '<h3 class="bk-header"><span class="bk-emoji" role="img" aria-label=":tada:" title=":tada:">🎉</span> Done</h3>',
  );
});

test('long text is folded, unless the app wants it whole', () => {
  const text = mrkdwn('word '.repeat(200));
  expect(draw([{ type: 'section', text }])).toContain('aria-expanded="false">See more</button>');
  expect(draw([{ type: 'section', text, expand: true }])).not.toContain('See more');
  expect(draw([section('short')])).not.toContain('See more');
});

test('buttons: label, look, address', () => {
  const elements = [
    { ...button, style: 'primary', text: plain('Approve') },
    { ...button, action_id: 'no', style: 'danger', text: plain('Deny'), accessibility_label: 'Deny the run' },
    { ...button, action_id: 'go', url: 'https://a.example/run', text: plain('Open') },
    { ...button, action_id: 'bad', url: 'javascript:alert(1)', text: plain('Bad') },
  ];
  const html = draw([{ type: 'actions', elements }]);
  expect(read(html)).toBe('Approve Deny Open (opens in a new tab)Bad');
  expect(html).toContain('<button type="button" class="bk-button bk-button-primary">');
  expect(html).toContain('class="bk-button bk-button-danger" aria-label="Deny the run"');
  expect(html).toContain('href="https://a.example/run" target="_blank"');
  expect(html.match(/href=/g)).toHaveLength(1);
});

const options = [
  { text: plain('Primary'), value: 'a' },
  { text: plain(':tada: Standby'), value: 'b', description: plain('in Busan') },
];

test('a menu offers its options by value, in groups too, and says what is chosen', () => {
  const select = { type: 'static_select', action_id: 's', placeholder: plain('Pick a site') };
  const html = draw([{ type: 'actions', elements: [{ ...select, options, initial_option: options[1] }] }]);
  expect(html).toMatch(/<select [^>]*aria-label="Pick a site"/);
  expect(html).toMatch(/<option selected value="b" title="in Busan">🎉 Standby<\/option>/);
  const grouped = { ...select, option_groups: [{ label: plain('Sites'), options }] };
  expect(draw([{ type: 'actions', elements: [grouped] }])).toMatch(
    /<option selected value disabled hidden>Pick a site<\/option><optgroup label="Sites"><option value="a">Primary/,
  );
});

test('an option without a value goes by its text', () => {
  const bare = { text: plain('Neither'), value: '' };
  const select = { type: 'static_select', action_id: 's', options: [...options, bare], initial_option: bare };
  expect(draw([{ type: 'actions', elements: [select] }])).toContain(
    '<option selected value="Neither">Neither</option>',
  );
});

test('a menu of people leaves out who is gone, but not who was chosen', () => {
  const select = { type: 'users_select', action_id: 'u' };
  expect(read(draw([{ type: 'actions', elements: [select] }]))).toBe('Choose a person mina jin');
  const chosen = draw([{ type: 'actions', elements: [{ ...select, initial_user: 'U0GONE' }] }]);
  expect(chosen).toContain('<option selected value="U0GONE">gone</option>');
  expect(draw([{ type: 'actions', elements: [{ ...select, initial_user: 'U0WHO' }] }])).toContain(
    '<option selected value="U0WHO">U0WHO</option>',
  );
});

test('radio buttons and checkboxes: names, descriptions, what is on', () => {
  const radio = draw([
    {
      ...section('*Where to?*'),
      accessory: { type: 'radio_buttons', action_id: 'r', options, initial_option: options[0] },
    },
  ]);
  const labelled = /role="radiogroup" aria-labelledby="([^"]+)"/.exec(radio)?.[1];
  expect(radio).toContain(`class="bk-section-body" id="${labelled}"`);
  expect(radio.match(/<input [^>]*type="radio"[^>]*>/g)?.map((input) => input.includes('checked'))).toEqual([
    true,
    false,
  ]);
  const described = /aria-describedby="([^"]+)"/.exec(radio)?.[1];
  expect(radio).toContain(`id="${described}">in Busan</span>`);
  const boxes = { type: 'checkboxes', action_id: 'c', options, initial_options: [options[1]] };
  const inputs = draw([{ type: 'actions', elements: [boxes] }]).match(/<input [^>]*type="checkbox"[^>]*>/g);
  expect(inputs?.map((input) => input.includes('checked'))).toEqual([false, true]);
});

test('an overflow menu is a button that says what it opens', () => {
  const html = draw([{ ...section('x'), accessory: { type: 'overflow', action_id: 'o', options } }]);
  expect(html).toContain('aria-label="More actions" aria-haspopup="menu" aria-expanded="false"');
});

test('an input: label, hint, what is wrong, what was entered', () => {
  const element = {
    type: 'plain_text_input',
    action_id: 'r',
    multiline: true,
    max_length: 20,
    placeholder: plain('Say why'),
  };
  const block = { type: 'input', block_id: 'reason', label: plain('Reason'), hint: plain('It is kept.'), element };
  const empty = draw([block]);
  expect(empty).toMatch(/<textarea [^>]*placeholder="Say why"[^>]*aria-required/);
  expect(read(empty)).toBe('Reason 20 characters leftIt is kept.');
  const wrong = draw([block], { values: { reason: 'x'.repeat(23) }, errors: { reason: 'Too long.' } });
  expect(read(wrong)).toBe(`Reason ${'x'.repeat(23)}3 characters too many⚠ Too long. It is kept.`);
  expect(wrong).toMatch(/aria-invalid[^>]*>/);
  expect(wrong).toMatch(/role="alert"><span aria-hidden="true">⚠ <\/span>Too long/);
  const ids = /aria-describedby="([^"]+)"/.exec(wrong)?.[1]?.split(' ') ?? [];
  expect(ids).toHaveLength(3);
  for (const id of ids) expect(wrong).toContain(`id="${id}"`);
  expect(read(draw([{ ...block, optional: true }]))).toContain('Reason (optional)');
  const line = { ...block, element: { type: 'plain_text_input', action_id: 'r', initial_value: 'said "before"' } };
  expect(draw([line])).toContain('value="said &quot;before&quot;"');
});

test('what was entered counts more than what the app put there', () => {
  const element = { type: 'static_select', action_id: 's', options, initial_option: options[0] };
  const block = { type: 'input', block_id: 'site', label: plain('Site'), element };
  expect(draw([block])).toContain('<option selected value="a">');
  expect(draw([block], { values: { site: 'b' } })).toContain('<option selected value="b"');
  expect(draw([block], { values: {} })).toContain('<option selected value="a">');
});

test('context: small text and pictures with their words', () => {
  const image = { type: 'image', image_url: 'https://a.example/x.png', alt_text: 'Status' };
  const html = draw([{ type: 'context', elements: [image, mrkdwn('*by* jin')] }]);
  expect(html).toContain('src="https://a.example/x.png" alt="Status"');
  expect(html).toContain('<span class="bk-context-text"><b>by</b> jin</span>');
});

test('a picture that cannot be had is shown in words', () => {
  const block = { type: 'image', title: plain('Graph'), alt_text: 'Latency of the last hour' };
  for (const source of [{ slack_file: { id: 'F0123456789' } }, { image_url: 'javascript:x' }, { image_url: 'x.png' }]) {
    const html = draw([{ ...block, ...source }]);
    expect(html).not.toContain('<img');
    expect(html).toContain('role="img" aria-label="Latency of the last hour"');
    expect(read(html)).toBe('Graph 🖼 Latency of the last hour');
  }
});

const rich = (...elements: JsonObject[]): JsonObject => ({ type: 'rich_text', elements });
const words = (text: string, style = {}) => ({ type: 'text', text, style });

test('rich text: styles and every inline element', () => {
  const elements = [
    words('a', { bold: true, italic: true }),
    words('b', { code: true, strike: true, underline: true }),
    { type: 'user', user_id: 'U0MINA' },
    { type: 'usergroup', usergroup_id: 'S0ONCALL' },
    { type: 'channel', channel_id: 'C0OPS' },
    { type: 'broadcast', range: 'channel' },
    { type: 'emoji', name: 'wave', unicode: '1f44b' },
    { type: 'emoji', name: 'own', unicode: '1f44b-1f3fd' },
    { type: 'emoji', name: 'logo' },
    { type: 'date', timestamp: 1771300800, format: '{date_num}', fallback: 'then' },
    { type: 'date', timestamp: 1771300800, format: '{nonsense}', fallback: 'then' },
    { type: 'link', url: 'https://a.example', text: 'link' },
    { type: 'link', url: 'mailto:a@b.example' },
  ];
  const html = draw([rich({ type: 'rich_text_section', elements })]);
  expect(read(html)).toBe('ab@mina@oncall#ops@channel👋👋🏽:logo:2026-02-17thenlinka@b.example');
  expect(html).toContain('<b><i>a</i></b>');
  expect(html).toContain('<u><s><code class="bk-code">b</code></s></u>');
});

test('rich text: lists by indent and offset, quotes, code', () => {
  const items = (...texts: string[]) => texts.map((text) => ({ type: 'rich_text_section', elements: [words(text)] }));
  const html = draw([
    rich(
      { type: 'rich_text_list', style: 'bullet', elements: items('a', 'b') },
      { type: 'rich_text_list', style: 'ordered', indent: 1, offset: 2, border: 1, elements: items('c') },
      { type: 'rich_text_quote', elements: [words('q')] },
      { type: 'rich_text_preformatted', elements: [words('x  y')] },
    ),
  ]);
  expect(html).toContain('<ul class="bk-list bk-level-0" style="--indent:0;"><li class="bk-text">a</li>');
  expect(html).toMatch(
    /<ol class="bk-list bk-level-1 bk-bordered" style="--indent:1;" start="3"><li class="bk-text">c/,
  );
  const odd = { type: 'rich_text_list', style: 'ordered', indent: -3, offset: 1e300, elements: items('d') };
  expect(draw([rich(odd)])).toContain('style="--indent:0;" start="1000001"');
  expect(html).toContain('<blockquote class="bk-quote bk-text">q</blockquote><pre class="bk-pre">x  y</pre>');
});

test('a table: headings, alignment, numbers, rich cells', () => {
  const cell = (text: string) => ({ type: 'raw_text', text });
  const html = draw([
    {
      type: 'table',
      column_settings: [{ is_wrapped: true }, { align: 'right' }],
      rows: [
        [cell('Host'), cell('Load')],
        [
          rich({ type: 'rich_text_section', elements: [words('a', { bold: true })] }),
          { type: 'raw_number', value: 0.5 },
        ],
        [cell('b'), { type: 'raw_number', value: 1000, text: '1,000' }, cell('more')],
      ],
    },
  ]);
  expect(html).toContain('role="region" aria-label="Table" tabindex="0"');
  expect(html).toContain('<th class="bk-cell bk-cell-right" scope="col">Load</th>');
  expect(html).toContain('<td class="bk-cell bk-cell-right">0.5</td>');
  expect(html).toMatch(
    /<td class="bk-cell bk-cell-left bk-cell-wrapped"><div class="bk-rich"><div class="bk-text"><b>a/,
  );
  expect(read(html)).toBe('Host Load a 0.5 b 1,000 more');
});

test('the level of an alert is a word too', () => {
  const html = draw([{ type: 'alert', level: 'warning', text: mrkdwn('*Disk* is full') }]);
  expect(html).toContain('role="note"');
  expect(html).toContain('<span class="bk-hidden">Warning: </span>');
  expect(read(draw([{ type: 'alert', text: plain('x') }]))).toContain('Note: x');
});

test('what cannot be drawn is said', () => {
  expect(read(draw([{ type: 'video' }]))).toBe('This block cannot be shown here: video');
  expect(read(draw([{ type: 'constructor' }]))).toBe('This block cannot be shown here: constructor');
  const inside = { ...section('x'), accessory: { type: 'timepicker' } };
  expect(read(draw([inside]))).toBe('x This block cannot be shown here: timepicker');
});

test('the client speaks Korean where the workspace does', () => {
  const host = { ...mina, context: { ...mina.context, locale: 'ko' as const } };
  const html = draw([section('<!date^1771300800^{date_long} {time}|then>'), { type: 'video' }], host);
  expect(read(html)).toBe('2월 17일 화요일 오후 1:00 여기에 표시할 수 없는 블록입니다: video');
});
