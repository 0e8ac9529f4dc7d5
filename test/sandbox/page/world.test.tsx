import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { SessionContext, type Session } from '../../../sandbox/page/shell/session.ts';
import { worldTexts } from '../../../sandbox/page/world/texts.ts';
import { toAge } from '../../../sandbox/page/world/to-age.ts';
import { World } from '../../../sandbox/page/world/world.tsx';
import type { ShownSite, ShownTrouble, ShownWorld } from '../../../sandbox/page-server/shapes.ts';

const NOW = new Date('2026-11-21T08:12:00+09:00');
const ago = (seconds: number): string => new Date(NOW.getTime() - seconds * 1000).toISOString();

const site = (name: ShownSite['name'], change: Partial<ShownSite> = {}): ShownSite => ({
  name,
  host: name === 'primary' ? 'home' : 'standby',
  hostname: name === 'primary' ? 'home-server' : 'ip-10-0-0-7',
  target: name === 'primary' ? 'jfree.iptime.org' : 'jin-backup.jin7942.co.kr',
  web: 'answers',
  ssh: 'answers',
  containers: [
    { name: 'jin-gateway', state: 'running', health: null },
    { name: 'used-market-db', state: 'running', health: 'healthy' },
  ],
  lastSync: ago(5 * 3600),
  ...change,
});

const trouble = (name: string, change: Partial<ShownTrouble> = {}): ShownTrouble => ({
  name,
  group: 'primary',
  label: 'Web server down',
  summary: 'the primary’s web server refuses connections',
  kind: 'lasting',
  isOn: false,
  ...change,
});

const well: ShownWorld = {
  now: NOW.toISOString(),
  bot: { state: 'running', pid: 4242, sockets: 2, memoryMb: 93.6, logFile: 'bot.log' },
  sites: [site('primary'), site('standby')],
  users: {
    recent: [
      { at: ago(1.4), site: 'primary', ms: 9, error: null },
      { at: ago(0.7), site: 'primary', ms: 8, error: null },
    ],
    totals: { primary: 1234, standby: 0, failed: 0 },
  },
  dns: {
    name: 'nextuse.jin7942.co.kr',
    api: { content: 'jfree.iptime.org', ttl: 60, proxied: false, comment: null },
    authoritative: { content: 'jfree.iptime.org', ttl: 5 },
    resolvers: [
      {
        name: 'resolver',
        cached: { content: 'jfree.iptime.org', ttl: 5, secondsLeft: 3, expiresAt: ago(-2.5) },
        isStale: false,
      },
      { name: 'resolver2', cached: null, isStale: false },
    ],
  },
  isWatched: true,
  monitors: [],
  audit: { count: 0, entries: [], head: null, brokenAt: null, checkedAt: null },
  slackApi: { calls: 12, violations: [] },
  troubles: [
    trouble('web-down'),
    trouble('kill', { group: 'bot', label: 'Kill -9', summary: 'the bot’s process is killed' }),
  ],
};

const act = (): Promise<void> => Promise.resolve();

function draw(change: Partial<ShownWorld> = {}, locale?: 'en' | 'ko'): string {
  const world = <World world={{ ...well, ...change }} act={act} />;
  if (locale === undefined) return renderToString(world);
  const session = { snapshot: { workspace: { locale } } } as Session;
  return renderToString(<SessionContext.Provider value={session}>{world}</SessionContext.Provider>);
}

/** What is read, a space for every tag. */
const read = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** The text of one part of the panel. */
function part(name: string, change: Partial<ShownWorld> = {}): string {
  const html = draw(change).split(`data-part="${name}"`)[1]?.split('</section>')[0] ?? '';
  return read(html.slice(html.indexOf('>') + 1));
}

describe('users reach', () => {
  const recent = (...requests: [ShownSite['name'] | null, string | null][]) => ({
    recent: requests.map(([site, error], index) => ({ at: ago(requests.length - index), site, ms: 12, error })),
    totals: { primary: 1, standby: 2, failed: 3 },
  });

  test('the site that the newest request got, and how many there were', () => {
    expect(part('users')).toMatch(/^Users reach 1,234 requests primary answers in 8 ms/);
    expect(part('users')).toContain('2 requests to the primary, 0 to the standby, 0 failed');
  });

  test('nobody, and why', () => {
    const failing = { users: recent(['primary', null], [null, 'refused']) };
    expect(part('users', failing)).toMatch(/requests nobody connection refused/);
    expect(part('users', { users: recent([null, '500 from primary']) })).toContain('nobody 500 from primary');
    expect(part('users', { users: recent() })).toContain('Nobody has asked yet');
  });

  test('a failure differs by its form, not by colour alone', () => {
    const html = draw({ users: recent(['primary', null], ['standby', null], [null, 'timed out']) });
    const ticks = [...html.matchAll(/<svg class="world-tick"[^>]*><(\w+)/g)].map((match) => match[1]);
    expect(ticks).toEqual(['line', 'line', 'path']);
  });
});

test('a site is told in words: what answers, what runs, how old its copy is', () => {
  const sites = [
    site('primary', { web: 'refuses', ssh: 'hangs' }),
    site('standby', {
      web: 'fails',
      containers: [
        { name: 'jin-gateway', state: 'exited', health: null },
        { name: 'used-market-db', state: 'running', health: 'unhealthy' },
      ],
    }),
  ];
  const text = part('sites', { sites });
  expect(text).toContain('Web refuses SSH says nothing gateway running db healthy Data the original');
  expect(text).toContain('Web answers 5xx SSH answers gateway exited db unhealthy Data copied 5 h ago');
  expect(text.match(/users here/g)).toHaveLength(1);
});

describe('where the name points', () => {
  test('each place names the site, what is left of its time, and nothing that it does not know', () => {
    expect(part('dns')).toMatch(/API primary TTL 60 s Name server primary TTL 5 s Users’ resolver primary 3 s left/);
    expect(part('dns')).toMatch(/Second resolver remembers nothing/);
    expect(draw()).toContain('animation-duration:5000ms;animation-delay:-2500ms;transform:scaleX(0.5)');
  });

  test('elsewhere, no answer, stale', () => {
    const [first] = well.dns.resolvers;
    const dns = {
      ...well.dns,
      api: { content: 'elsewhere.example.net', ttl: 60, proxied: true, comment: null },
      authoritative: null,
      resolvers: first ? [{ ...first, isStale: true }] : [],
    };
    expect(part('dns', { dns })).toMatch(
      /API elsewhere elsewhere\.example\.net TTL 60 s, proxied Name server no answer/,
    );
    expect(part('dns', { dns })).toMatch(/stale: ignores the TTL/);
    expect(part('dns', { dns: { ...dns, api: null } })).toMatch(/API no such record/);
  });
});

test('alerts: what fires since when, and what the bot answered; paused monitoring says so', () => {
  expect(part('monitors')).toBe('Monitoring Nothing is firing.');
  expect(part('monitors', { isWatched: false })).toContain('Nobody watches the primary at the moment.');
  const alert = {
    source: 'Prometheus',
    title: 'nextuse does not answer',
    since: ago(130),
    delivered: '200, accepted 1',
  };
  const firing = part('monitors', { monitors: [{ ...alert, status: 'firing' }] });
  expect(firing).toBe(
    'Monitoring firing nextuse does not answer Prometheus · since 2 min · The bot’s webhook: 200, accepted 1',
  );
  expect(part('monitors', { monitors: [{ ...alert, status: 'resolved' }] })).toContain(
    'resolved nextuse does not answer',
  );
});

describe('trouble', () => {
  test('a button says whether it is on, and what it does to those who cannot point at it', () => {
    const off = draw();
    expect(off).toMatch(
      /data-trouble="web-down" aria-pressed="false" aria-describedby="([^"]+)".*id="\1">the primary’s web/,
    );
    expect(off).toMatch(/<button[^>]*disabled[^>]*>Heal everything/);
    const on = draw({ troubles: [trouble('web-down', { isOn: true })] });
    expect(on).toContain('data-trouble="web-down" aria-pressed="true"');
    expect(on).not.toMatch(/<button[^>]*disabled[^>]*>Heal everything/);
  });

  test('one that happens once says that it waits', () => {
    const waiting = trouble('cloudflare-lost', { group: 'cloudflare', kind: 'once', isOn: true, summary: 'is lost' });
    expect(draw({ troubles: [waiting] })).toContain('is lost, waits for the next call');
  });

  test('the bot’s own stand beside its process, once', () => {
    expect(part('bot')).toBe(
      'Bot Bot running 4242 process 94 MB memory 2 connections Kill -9 the bot’s process is killed',
    );
    expect(part('troubles')).not.toContain('Kill -9');
    const dead = { ...well.bot, state: 'dead' as const, pid: null, memoryMb: null, sockets: 0 };
    expect(part('bot', { bot: dead })).toBe('Bot Bot dead – process – memory 0 connections Start');
  });
});

describe('the audit trail', () => {
  const entries = Array.from({ length: 12 }, (_, index) => ({
    sequence: 12 - index,
    at: ago(index),
    actor: index === 1 ? 'mina' : 'system',
    act: index === 1 ? 'approval.approved' : 'step.applied',
    subject: index === 1 ? 'nextuse · run_1' : 'nextuse · run_1 · 6:dns.switch',
    outcome: index === 1 ? 'refused' : 'ok',
  }));
  const audit = { count: 12, entries, head: '1a2b3c4d5e6f', brokenAt: null, checkedAt: null };

  test('newest first, a few of them, with the head of the chain', () => {
    const text = part('audit', { audit });
    expect(text).toMatch(
      /^Audit trail Check the chain now Chain whole: 12 entries head 1a2b3c4d… · checked as it grows/,
    );
    expect(text).toMatch(
      /12 [\d:]+ system step\.applied dns\.switch ok 11 [\d:]+ mina approval\.approved nextuse refused/,
    );
    expect(text).toContain('Show 4 more');
    expect(part('audit')).toBe('Audit trail Check the chain now Nothing is written down yet.');
  });

  test('broken is said in words and marked where it breaks', () => {
    const html = draw({ audit: { ...audit, brokenAt: 9, checkedAt: NOW.toISOString() } });
    expect(read(html)).toMatch(/Chain broken at entry 9 head 1a2b3c4d… · all of it checked at/);
    expect(html).toMatch(/<tr class="is-broken"><td[^>]*>9</);
  });
});

test('Slack’s contract: the count, and each violation by name', () => {
  expect(part('contract')).toBe('Slack’s contract 0 violations in 12 calls');
  const violations = [{ method: 'chat.postMessage', error: 'invalid_blocks', messages: ['too long'] }];
  expect(part('contract', { slackApi: { calls: 1300, violations } })).toBe(
    'Slack’s contract 1 violation in 1,300 calls chat.postMessage invalid_blocks too long',
  );
});

test('한국어: nothing of the panel’s own stays English', () => {
  const monitors = [
    {
      source: 'Kibana',
      title: '',
      since: ago(9),
      status: 'firing' as const,
      delivered: 'connection refused, given up',
    },
  ];
  const users = { ...well.users, recent: [{ at: ago(1), site: null, ms: 3, error: 'refused' }] };
  const text = read(draw({ monitors, users }, 'ko'));
  const own = text.replaceAll(
    /nextuse\.jin7942\.co\.kr|j[\w-]+\.[\w.]+|gateway|db|running|healthy|Kill -9|Kibana/g,
    '',
  );
  const names = new Set(['SSH', 'DNS', 'Cloudflare', 'API', 'TTL', 'Slack']);
  expect((own.match(/[A-Za-z]{3,}/g) ?? []).filter((word) => !names.has(word))).toEqual([]);
  expect(text).toContain('아무 데도 닿지 못함 연결 거부');
  expect(text).toContain('봇 웹훅: 연결 거부, 포기');
});

test.each([
  [0, '0 s ago'],
  [59, '59 s ago'],
  [60, '1 min ago'],
  [3599, '59 min ago'],
  [14 * 3600, '14 h ago'],
  [47 * 3600, '47 h ago'],
  [48 * 3600, '2 days ago'],
  [-30, '0 s ago'],
])('%d seconds are "%s"', (seconds, text) => {
  expect(toAge(ago(seconds), NOW, worldTexts.en)).toBe(text);
});
