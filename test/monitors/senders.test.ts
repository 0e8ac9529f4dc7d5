import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { SeenMessage } from '../../sandbox/slack/person/seen.ts';
import { readAlertBody } from '../support/alert-bodies.ts';
import { fillIn, findBlock, findOnPage, listAlertPages, readAlertPage } from '../support/alert-docs.ts';
import { startBot, type Bot } from '../support/bot.ts';

const run = promisify(execFile);

interface Post {
  url: string;
  headers?: Readonly<Record<string, string>>;
  body: string;
}

let bot: Bot;
beforeAll(async () => {
  const texts = listAlertPages().map((page) => findBlock(page, 'sources:'));
  const sources = texts.map((text) => (parse(text) as { alerts: { sources: Record<string, object> } }).alerts.sources);
  const names = texts.flatMap((text) => [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name));
  bot = await startBot({
    alerts: { sources: Object.assign({}, ...sources) as Record<string, object> },
    variables: Object.fromEntries(names.map((name) => [name, `a-secret-${name.toLowerCase()}-0123456789`])),
  });
});
afterAll(() => bot.close());

/** What stands behind the variable in the page's inventory. */
const tokenOf = (page: string): string => bot.environment[findOnPage(page, /token: '\$\{(\w+)\}'/)] ?? '';

/** Where the page says to post, as it is here. */
const addressOf = (page: string): string =>
  toHere(findOnPage(page, /https?:\/\/watchkeeper\.example(?::8080)?\/alerts\/[a-z]+(?=[`,;\n])/));
const toHere = (url: string): string =>
  url.replaceAll(/https?:\/\/((?:[^@/\s]+@)?)watchkeeper\.example(:8080)?/g, (_, user: string) =>
    bot.botUrl.replace('://', `://${user}`),
  );

/** By the real curl, as it is. */
async function post({ url, headers = {}, body }: Post): Promise<{ status: string; text: string }> {
  const shown = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const child = run('curl', ['-sS', '-w', '\n%{http_code}', ...shown, '--data-binary', '@-', url]);
  child.child.stdin?.end(body);
  const { stdout } = await child;
  const at = stdout.lastIndexOf('\n');
  return { status: stdout.slice(at + 1), text: stdout.slice(0, at) };
}

/** Waits for a message that was not there before. */
async function expectMessage(words: string, act: () => Promise<void>): Promise<void> {
  // A dozen strangers at once would be a storm.
  bot.clock.forward('1m');
  const messages = (): SeenMessage[] => bot.slack.channel('C0INCIDENTS').messages;
  const before = new Set(messages().map(({ ts }) => ts));
  await act();
  const find = () => messages().find(({ ts, plain }) => !before.has(ts) && plain.includes(words));
  await bot.slack.waitFor(find, { what: words, timeoutMs: 10_000 });
}

const sign = (secret: string, body: string): string => createHmac('sha256', secret).update(body).digest('hex');
const basic = (token: string) => ({ Authorization: `Basic ${Buffer.from(`anybody:${token}`).toString('base64')}` });
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

/** How each page says that its sender posts, with a body that such a sender sent; and the title that people see of it. */
const PAGES: Readonly<Record<string, () => { words: string; posts: Post }>> = {
  elastalert() {
    const rule = parse(fillIn(findBlock('elastalert', 'http_post2_url'), { '<the token>': tokenOf('elastalert') })) as {
      http_post2_url: string;
      http_post2_headers: Record<string, string>;
    };
    const posts = {
      url: toHere(rule.http_post2_url),
      headers: rule.http_post2_headers,
      body: readAlertBody('elastalert/flatline.json'),
    };
    return { words: 'ssh brute force', posts };
  },
  generic() {
    const headers = bearer(tokenOf('generic'));
    const body = readAlertBody('generic/alerta-stackdriver_open.json');
    return { words: 'Webserver Health', posts: { url: addressOf('generic'), headers, body } };
  },
  github() {
    const body = readAlertBody('github/dependabot_alert-created.json');
    const headers = {
      'Content-Type': 'application/json',
      'X-GitHub-Event': 'dependabot_alert',
      'X-Hub-Signature-256': `sha256=${sign(tokenOf('github'), body)}`,
    };
    return { words: 'semver vulnerable', posts: { url: addressOf('github'), headers, body } };
  },
  grafana() {
    const body = readAlertBody('grafana/zulip-alert_values_v11.json');
    const seconds = String(Math.floor(bot.clock.now().getTime() / 1_000));
    const headers = {
      [findOnPage('grafana', /timestampHeader: ([\w-]+)/)]: seconds,
      [findOnPage('grafana', /header as by default \(`([\w-]+)`\)/)]: sign(tokenOf('grafana'), `${seconds}:${body}`),
    };
    return { words: 'Memory (copy)', posts: { url: addressOf('grafana'), headers, body } };
  },
  'grafana-legacy'() {
    const headers = basic(tokenOf('grafana-legacy'));
    const body = readAlertBody('grafana-legacy/alerta-grafana_alert_alerting.json');
    return { words: 'Zeta CPU alert', posts: { url: addressOf('grafana-legacy'), headers, body } };
  },
  healthchecks() {
    const headers = bearer(tokenOf('healthchecks'));
    const body = readAlertBody('healthchecks/json-down.json');
    return { words: 'DB Backup', posts: { url: addressOf('healthchecks'), headers, body } };
  },
  jenkins() {
    const url = findOnPage('jenkins', /http:\/\/anybody:[^`]+/).replace('<the token>', tokenOf('jenkins'));
    return {
      words: 'my-service',
      posts: { url: toHere(url), body: readAlertBody('jenkins/index-52362052893-failure.json') },
    };
  },
  kibana() {
    const seen = JSON.parse(readAlertBody('kibana/es-query.json')) as object;
    const body = renderMustache(findBlock('kibana', '{{rule.id}}'), seen);
    expect(JSON.parse(body)).toEqual(seen);
    return { words: 'nextuse 5xx', posts: { url: addressOf('kibana'), headers: basic(tokenOf('kibana')), body } };
  },
  loki() {
    const { ruler } = parse(fillIn(findBlock('loki', 'ruler:'), { '<the token>': tokenOf('loki') })) as {
      ruler: { alertmanager_url: string; alertmanager_client: { type: string; credentials: string } };
    };
    const { type, credentials } = ruler.alertmanager_client;
    const { alerts } = JSON.parse(readAlertBody('loki-via-alertmanager/real-loki-firing.json')) as { alerts: object[] };
    const posts = {
      url: `${toHere(ruler.alertmanager_url)}/api/v2/alerts`,
      headers: { Authorization: `${type} ${credentials}` },
      body: JSON.stringify(alerts),
    };
    return { words: 'HighPercentageError', posts };
  },
  slack() {
    const url = findOnPage('slack', /http:\/\/watchkeeper[^`]+/).replace('<the token>', tokenOf('slack'));
    return {
      words: 'Unexpected error',
      posts: { url: toHere(url), body: readAlertBody('slack-format/spring-logback-error.json') },
    };
  },
  sonarqube() {
    const body = readAlertBody('sonarqube/zulip-error.json');
    const headers = { 'X-Sonar-Webhook-HMAC-SHA256': sign(tokenOf('sonarqube'), body) };
    return { words: 'test-sonar', posts: { url: addressOf('sonarqube'), headers, body } };
  },
  'uptime-kuma'() {
    const text = fillIn(findBlock('uptime-kuma', '"Authorization"'), { '<the token>': tokenOf('uptime-kuma') });
    const headers = JSON.parse(text) as Record<string, string>;
    const body = readAlertBody('uptime-kuma/alertbot-503-alert.json');
    return { words: 'S1', posts: { url: addressOf('uptime-kuma'), headers, body } };
  },
  watcher() {
    const text = fillIn(findBlock('watcher', '"actions"'), { '<the token>': tokenOf('watcher') });
    const { webhook } = (
      JSON.parse(`{${text}}`) as {
        actions: Record<
          string,
          { webhook: Record<'scheme' | 'host' | 'path' | 'body', string> & { port: number } & Pick<Post, 'headers'> }
        >;
      }
    ).actions['watchkeeper'] ?? { webhook: undefined };
    if (!webhook) throw new Error('no such action');
    expect(webhook.body).toBe('{{#toJson}}ctx{{/toJson}}');
    const { scheme, host, port, path, headers = {} } = webhook;
    const posts = {
      url: toHere(`${scheme}://${host}:${port}${path}`),
      headers,
      body: readAlertBody('watcher/ctx-tojson.json'),
    };
    return { words: 'errors_in_logs', posts };
  },
};

/** As Kibana does: two braces for text within JSON's quotes, three for JSON itself. */
function renderMustache(template: string, variables: object): string {
  const find = (path: string): unknown =>
    path
      .replace(/\.asJSON$/, '')
      .split('.')
      .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], variables);
  return template
    .replaceAll(/\{\{\{([\w.]+)\}\}\}/g, (_, path: string) => JSON.stringify(find(path)))
    .replaceAll(/\{\{([\w.]+)\}\}/g, (_, path: string) => JSON.stringify(String(find(path))).slice(1, -1));
}

describe('what each page says to post', () => {
  it('is tried here, or by the real program', () => {
    const real = ['alertmanager', 'fail2ban'];
    expect([...Object.keys(PAGES), ...real, 'sns'].toSorted()).toEqual(listAlertPages());
  });

  it.each(Object.keys(PAGES))('%s: arrives; with another secret it does not', async (page) => {
    await expectMessage(PAGES[page]?.().words ?? '', async () => {
      const { posts } = PAGES[page]?.() ?? {};
      if (!posts) throw new Error(page);
      const stranger = JSON.parse(JSON.stringify(posts).replaceAll(tokenOf(page), 'somebody-else')) as Post;
      const headers = Object.entries(stranger.headers ?? {}).map(([name, value]) => [
        name,
        /signature|hmac/i.test(name) ? sign('somebody-else', posts.body) : value.replace(/^Basic .*/, 'Basic eDp5'),
      ]);
      expect(await post({ ...stranger, headers: Object.fromEntries(headers) as Record<string, string> })).toEqual({
        status: '401',
        text: '{}',
      });
      expect(await post(posts)).toEqual({ status: '200', text: page === 'slack' ? 'ok' : '{"accepted":1}' });
    });
  });

  it('sns: an endpoint that nobody signed for is closed', async () => {
    const body = readAlertBody('sns-cloudwatch/alerta-cloudwatch_notification.json');
    expect(await post({ url: addressOf('sns'), body })).toMatchObject({ status: '401' });
  });

  it('the trials on the first page, line by line', async () => {
    const lines = [...readAlertPage('README').matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text = '']) => text);
    expect(lines).toHaveLength(2);
    for (const [index, page] of (['generic', 'github'] as const).entries()) {
      const script = toHere(lines[index] ?? '');
      await expectMessage('Does it arrive?', async () => {
        const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
          env: { PATH: process.env['PATH'] ?? '', TOKEN: tokenOf(page) },
        });
        expect(stdout).toBe(index === 0 ? '{"accepted":1}'.repeat(3) : '{"accepted":1}');
      });
    }
  });
});
