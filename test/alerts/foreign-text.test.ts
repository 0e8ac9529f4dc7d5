import { describe, expect, it } from 'vitest';
import { readCorpus } from '../support/alert-bodies.ts';
import { drawAlerts, findForeignMarkup, type Drawn } from '../support/draw-alerts.ts';

/** The message of one Alertmanager alert with this in its label, summary and description. */
function draw(text: string, more: Record<string, unknown> = {}): Drawn {
  const alert = {
    status: 'firing',
    labels: { alertname: text, severity: 'critical', service: text, instance: text },
    annotations: { summary: text, description: text, runbook_url: text },
    startsAt: '2026-11-21T04:52:11.682Z',
    generatorURL: text,
    fingerprint: '1234567890abcdef',
    ...more,
  };
  const body = JSON.stringify({
    version: '4',
    status: 'firing',
    groupKey: text,
    groupLabels: { a: text },
    alerts: [alert, alert],
  });
  const [drawn] = drawAlerts('alertmanager', readCorpus('alertmanager/x.json', body).readings);
  if (!drawn) throw new Error('nothing to see');
  return drawn;
}

const HOSTILE: Record<string, string> = {
  'everybody called': '<!channel> <!here> <!everyone> @channel @here',
  'a person and a group called': '<@U0JIN> <!subteam^S0ONCALL|@oncall> <#C0AUDIT>',
  'a link that lies': '<https://evil.example|https://bank.example> [x](https://evil.example)',
  'a link that runs': 'javascript:alert(1)',
  'a link with data': 'data:text/html,<script>alert(1)</script>',
  'a link with a bracket': 'https://evil.example/>|<!channel>',
  'a link with a password': 'https://user:hunter2@example.com/x',
  'entities already': '&lt;!channel&gt; &amp;lt;!here&amp;gt;',
  'a code block that is not closed': '```\nrm -rf /\n',
  'back-ticks everywhere': '`'.repeat(50),
  'a quote and a list': '> quoted\n>>> all of it\n• one\n* two',
  Korean: '외부 점검이 실패했습니다 '.repeat(400),
  'Hangul in parts': '한'.repeat(2_000),
  'emoji families': '👩‍👩‍👧‍👦🇰🇷👍🏽'.repeat(700),
  'right to left': '\u202Egnp.exe\u202C \u2066x\u2069 مرحبا שלום',
  NUL: 'a\u0000b\u0007c\u001B[31md\u009B',
  'a lone surrogate': 'a\uD83Db\uDE00c',
  'a tower of marks': `a${'\u0301'.repeat(5_000)}`,
  'an entity at the cut': '&'.repeat(3_000),
  'one long word': 'x'.repeat(100_000),
  'a megabyte': 'ab\n<>&`'.repeat(150_000),
  'white space': ' \n\t\r\n\u00A0\u3000',
  nothing: '',
  'the words of programs': '{{ $labels }} ${HOME} %s',
  'names of Object': '__proto__',
};

describe('text of others', () => {
  it.each(Object.entries(HOSTILE))('%s: mentions nobody, links nowhere, fits', (_, text) => {
    const drawn = draw(text);
    expect(findForeignMarkup(drawn)).toEqual([]);
    expect(drawn.problems).toEqual([]);
    expect(drawn.plain).not.toMatch(/undefined|\[object |\bNaN\b/);
    const raw = JSON.stringify([drawn.text, drawn.blocks]);
    expect(raw.isWellFormed()).toBe(true);
    expect(raw).not.toMatch(/\\u0000|\\u202[a-e]|\\ud[89a-f][0-9a-f]{2}/i);
    expect(raw).not.toContain('```');
    expect(raw).not.toContain('hunter2@');
    // No entity is cut: each & begins one of ours.
    expect(raw.replace(/&(amp|lt|gt);/g, '')).not.toContain('&');
  });

  it('five thousand labels and a megabyte of annotation say what they can', () => {
    const labels = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`label_${n}`, `value ${n}`]));
    const drawn = draw('x', {
      labels: { alertname: 'ManyLabels', ...labels },
      annotations: { summary: 'a'.repeat(1_000_000) },
    });
    expect(drawn.plain).toContain('ManyLabels');
    expect(drawn.plain).toMatch(/… \(\d+ more\)/);
    expect(drawn.problems).toEqual([]);
  });

  it('what is no text is left out, whatever stands where text should', () => {
    for (const odd of [null, 7, true, [], {}, [['x']], { a: { b: 1 } }, Number.MAX_VALUE]) {
      const drawn = draw('Odd', {
        annotations: { summary: odd, description: odd },
        values: odd,
        startsAt: odd,
        fingerprint: odd,
      });
      expect(drawn.plain).not.toMatch(/undefined|\[object |\bNaN\b|null/);
      expect(drawn.problems).toEqual([]);
    }
  });

  it('what was measured while it fired stays when it is over', () => {
    const body = (status: string): string =>
      JSON.stringify({
        version: '1',
        status,
        alerts: [
          {
            status,
            labels: { alertname: 'Hot' },
            fingerprint: 'f',
            values: { B: status === 'firing' ? 97 : 3 },
            startsAt: '2026-11-21T04:52:11Z',
          },
        ],
      });
    const readings = ['firing', 'resolved'].flatMap((status) => readCorpus('grafana/x.json', body(status)).readings);
    const [drawn] = drawAlerts('grafana', readings);
    expect(drawn?.plain).toContain('resolved');
    expect(drawn?.plain).toContain('B 97');
  });
});
