import { expect, test } from 'vitest';
import { parseMrkdwn } from '../../../sandbox/page/blocks/mrkdwn/parse-mrkdwn.ts';
import { toSketch } from './sketch.ts';

const read = (source: string): string => toSketch(parseMrkdwn(source));

// Sketch: [b …] bold, [i …] italic, [s …] strike, [code …], [pre …], [quote …], [a url|…] link, ⏎ line break, ¶ empty line.
test.each([
  ['plain', 'plain'],
  ['*bold* _italic_ ~strike~', '[b bold] [i italic] [s strike]'],
  ['*_~all~_*', '[b [i [s all]]]'],
  ['_*a* b_', '[i [b a] b]'],
  ['(*bold*), "_it_".', '([b bold]), "[i it]".'],
  ['· *bold* ·', '· [b bold] ·'],
  ['✅ *DNS* (done)', '✅ [b DNS] (done)'],
  ['*a*\n_b_', '[b a]⏎[i b]'],
  ['*two words*', '[b two words]'],
])('styles: %j', (source, expected) => expect(read(source)).toBe(expected));

test.each([
  ['a*b*c', 'a*b*c'],
  ['a*b* c', 'a*b* c'],
  ['word_it_ 가*나*', 'word_it_ 가*나*'],
  ['2*3*4', '2*3*4'],
  ['snake_case_name', 'snake_case_name'],
  ['_snake_case_', '[i snake_case]'],
  ['*bold*text', '*bold*text'],
  // As in Slack: a particle is a letter too.
  ['*굵게*는', '*굵게*는'],
  ['`dig`로는', '`dig`로는'],
  ['*굵게* 는', '[b 굵게] 는'],
  ['* not bold *', '* not bold *'],
  ['*bold *', '*bold *'],
  ['**doubled**', '**doubled**'],
  ['__x__ ~~y~~', '__x__ ~~y~~'],
  ['*', '*'],
  ['**', '**'],
  ['-----', '-----'],
  ['*over\nlines*', '*over⏎lines*'],
  ['*open', '*open'],
  ['open* _open', 'open* _open'],
  ['*a _b* c_', '[b a _b] c_'],
  ['*a _b* c d *e* f_', '[b a _b] c d [b e] f_'],
  ['~a *b~ c*', '[s a *b] c*'],
])('what stays text: %j', (source, expected) => expect(read(source)).toBe(expected));

test.each([
  ['`code`', '[code code]'],
  ['`*no* _no_ :tada:`', '[code *no* _no_ :tada:]'],
  ['`a &lt; b`', '[code a < b]'],
  ['*`bold code`*', '[b [code bold code]]'],
  ['`open', '`open'],
  ['``', '``'],
  ['`a\nb`', '`a⏎b`'],
  ['```one\ntwo```', '[pre one\ntwo]'],
  ['```\none\n  two\n```', '[pre one\n  two]'],
  ['```*no* :tada:```', '[pre *no* :tada:]'],
  ['*out*\n```\ntext\n```\nafter', '[b out][pre text]after'],
  ['a ```b``` c', 'a [pre b]c'],
  ['a\n\n```b```\n\nc', 'a¶[pre b]¶c'],
  ['```a```\n```b```', '[pre a][pre b]'],
  ['```a``````b```', '[pre a][pre b]'],
  ['```open', '```open'],
  ['``````', '``````'],
  ['``` ```', '``` ```'],
  // As in Slack, code does not protect from mentions.
  ['`<@U0JIN>`', '[code @U0JIN]'],
  ['```<https://a.example|b>```', '[pre [a https://a.example|b]]'],
])('code: %j', (source, expected) => expect(read(source)).toBe(expected));

test.each([
  ['> said', '[quote said]'],
  ['>said', '[quote said]'],
  ['&gt; said', '[quote said]'],
  ['> a\n> b\nc', '[quote a⏎b]c'],
  ['a\n> b', 'a[quote b]'],
  ['> a\n\n> b', '[quote a]¶[quote b]'],
  ['> a\n> \n> b', '[quote a¶b]'],
  ['&gt;&gt;&gt; a\nb', '[quote a⏎b]'],
  ['>>>a\n```b```\nc', '[quote a[pre b]c]'],
  ['> *a*', '[quote [b a]]'],
  ['> ```a```', '[quote [pre a]]'],
  ['a > b', 'a > b'],
  ['```\n> no\n```', '[pre > no]'],
  ['• a\n• b', '• a⏎• b'],
  ['- a\n1. b', '- a⏎1. b'],
  ['a\n\nb', 'a¶b'],
  ['a\n\n\nb', 'a¶¶b'],
])('lines: %j', (source, expected) => expect(read(source)).toBe(expected));

test.each([
  ['<https://a.example>', '[a https://a.example|https://a.example]'],
  ['<https://a.example|a label>', '[a https://a.example|a label]'],
  ['<https://a.example?a=1&amp;b=2|x &lt; y>', '[a https://a.example?a=1&b=2|x < y]'],
  ['<mailto:a@b.example|write>', '[a mailto:a@b.example|write]'],
  ['<mailto:a@b.example>', '[a mailto:a@b.example|a@b.example]'],
  ['*<https://a.example|bold link>*', '[b [a https://a.example|bold link]]'],
  ['<https://a.example|*as typed*>', '[a https://a.example|*as typed*]'],
  ['<https://a.example|:tada: x>', '[a https://a.example|:tada:🎉 x]'],
  ['<https://a.example|>', '[a https://a.example|https://a.example]'],
  ['see https://a.example/b_c_d.', 'see [a https://a.example/b_c_d|https://a.example/b_c_d].'],
  ['(https://a.example)', '([a https://a.example|https://a.example])'],
  ['*https://a.example*', '[b [a https://a.example|https://a.example]]'],
  ['https://a.example&gt;x', '[a https://a.example|https://a.example]>x'],
  ['https://', 'https://'],
  ['xhttps://a.example', 'xhttps://a.example'],
])('links: %j', (source, expected) => expect(read(source)).toBe(expected));

test('with verbatim a plain address stays text', () => {
  expect(toSketch(parseMrkdwn('https://a.example *b*', { isVerbatim: true }))).toBe('https://a.example [b b]');
});

test.each([
  ['<@U0JIN>', '@U0JIN'],
  ['<@W0JIN|jin>', '@W0JIN(jin)'],
  ['*<@U0JIN>*, <@U0MINA>', '[b @U0JIN], @U0MINA'],
  ['<!subteam^S0ONCALL>', '@S0ONCALL'],
  ['<!subteam^S0ONCALL|@oncall>', '@S0ONCALL(oncall)'],
  ['<#C0OPS>', '#C0OPS'],
  ['<#C0OPS|ops>', '#C0OPS(ops)'],
  ['<!here> <!channel> <!everyone>', '@here @channel @everyone'],
  ['<!here|here>', '@here'],
  ['<!unknown|what it says>', 'what it says'],
  ['&lt;!channel&gt; &lt;@U0JIN&gt;', '<!channel> <@U0JIN>'],
])('mentions: %j', (source, expected) => expect(read(source)).toBe(expected));

test.each([
  ['<!date^1392734382^{date_num} {time}|then>', '[date 1392734382 {date_num} {time}|then]'],
  ['<!date^1392734382^{date}^https://a.example/|then>', '[date 1392734382 {date} → https://a.example/|then]'],
  ['<!date^1392734382^{date}^javascript:alert(1)|then>', '[date 1392734382 {date}|then]'],
  ['<!date^soon^{date}|then>', 'then'],
  ['<!date^1392734382|then>', 'then'],
])('dates: %j', (source, expected) => expect(read(source)).toBe(expected));

test.each([
  [':tada:', ':tada:🎉'],
  [':+1::skin-tone-4:', ':+1:👍🏽'],
  [':wave::skin-tone-2: x', ':wave:👋🏻 x'],
  [':flag-kr: :kr:', ':flag-kr:🇰🇷 :kr:🇰🇷'],
  [':large_green_circle:', ':large_green_circle:🟢'],
  [':robot_face: :thinking_face:', ':robot_face:🤖 :thinking_face:🤔'],
  [':female-firefighter:', ':female-firefighter:👩‍🚒'],
  // Names of GitHub's that Slack does not know.
  [':robot: :orange_circle:', ':robot: :orange_circle:'],
  [':our_own_logo:', ':our_own_logo:'],
  ['10:30:45', '10:30:45'],
  [':: : :constructor:', ':: : :constructor:'],
  ['*:tada:*', '[b :tada:🎉]'],
  ['👩‍👩‍👧‍👦 👍🏽 *👨‍🚒*', '👩‍👩‍👧‍👦 👍🏽 [b 👨‍🚒]'],
])('emoji: %j', (source, expected) => expect(read(source)).toBe(expected));

test.each([
  ['&amp;lt;', '&lt;'],
  ['&lt;b&gt; &amp; &quot;', '<b> & &quot;'],
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['<javascript:alert(1)>', '<javascript:alert(1)>'],
  ['<javascript:alert(1)|click>', '<javascript:alert(1)|click>'],
  ['<JAVASCRIPT:alert(1)|x>', '<JAVASCRIPT:alert(1)|x>'],
  ['<data:text/html,x|x>', '<data:text/html,x|x>'],
  ['<java\tscript:alert(1)|x>', '<java\tscript:alert(1)|x>'],
  ['<https:/\u0000/a|x>', '<https:/\u0000/a|x>'],
  ['<https://|x>', '<https://|x>'],
  ['<//a.example|x>', '<//a.example|x>'],
  ['<a <https://a.example|b> c>', '<a [a https://a.example|b] c>'],
  ['<<https://a.example>>', '<[a https://a.example|https://a.example]>'],
  ['<https://a.example', '<[a https://a.example|https://a.example]'],
  ['<@U0JIN', '<@U0JIN'],
  ['<@u0jin> <@> <#> <!> <>', '<@u0jin> <@> <#> <!> <>'],
  ['<@U0JIN"onclick=x>', '<@U0JIN"onclick=x>'],
  ['*مرحبا* עברית', '[b مرحبا] עברית'],
  ['\u202Eabc *b*', '\u202Eabc [b b]'],
  ['', '¶'],
])('hostile and foreign: %j', (source, expected) => expect(read(source)).toBe(expected));

const hostile = [
  '*',
  '_a ',
  '*a ',
  '`',
  '` ',
  '```',
  '``` ',
  '<',
  '<<a',
  '>',
  '> \n\n',
  '\n> ',
  '<a|',
  ':',
  ':a',
  ':tada',
  '&',
  '&gt;',
  '\n',
  'https://',
  'https://a%',
  'http://[',
  'https://a.',
  '.',
  'h',
  '*_~',
  '*a*',
  '*a _b* c_ ',
  '<https://a.example|',
  '👩‍👧',
  '\uD800',
  '```a',
  '``` \n',
];
test.each(hostile)('40,000 characters of %j take no time', (unit) => {
  const source = unit.repeat(Math.ceil(40_000 / unit.length));
  const started = performance.now();
  const nodes = parseMrkdwn(source);
  expect(performance.now() - started).toBeLessThan(1000);
  expect(nodes.length).toBeGreaterThan(0);
});
