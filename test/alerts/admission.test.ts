import { createHmac, createSign } from 'node:crypto';
import { generate } from 'selfsigned';
import { describe, expect, it } from 'vitest';
import { createSecret } from '../../src/core/secret.ts';
import { readAlertBody } from '../support/alert-bodies.ts';
import { openAlertsWorld, START, TOKEN } from './alerts-world.ts';

const BODY = readAlertBody('alertmanager/real-nextuse-korean-mention-firing.json');
const hex = (text: string, key = TOKEN): string => createHmac('sha256', key).update(text).digest('hex');
const basic = (pair: string): object => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });

describe('a token', () => {
  it.each<[string, object, string, number]>([
    ['in a Bearer header', { authorization: `Bearer ${TOKEN}` }, '', 200],
    ['of any scheme', { authorization: `Token ${TOKEN}` }, '', 200],
    ['as the password of Basic', basic(`anybody:${TOKEN}`), '', 200],
    ['in the path, for who can do nothing else', {}, TOKEN, 200],
    ['in the path, before the rest of it', {}, `${TOKEN}/api/v2/alerts`, 200],
    ['that is wrong', { authorization: `Bearer ${TOKEN}x` }, '', 401],
    ['that is the beginning', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }, '', 401],
    ['that is empty', { authorization: 'Bearer ' }, '', 401],
    ['as the name of Basic', basic(`${TOKEN}:`), '', 401],
    ['nowhere', {}, '', 401],
    ['guessed in the path', {}, 'api/v2/alerts', 401],
  ])('%s', async (_, headers, subpath, status) => {
    const world = await openAlertsWorld();
    expect((await world.send('alertmanager', BODY, { headers: { ...headers }, subpath })).status).toBe(status);
  });

  it('that the inventory does not have opens nothing', async () => {
    const world = await openAlertsWorld({ sources: { open: { name: 'open', type: 'alertmanager' } } });
    for (const headers of [{}, { authorization: 'Bearer undefined' }, { authorization: 'Bearer ' }]) {
      expect((await world.send('open', BODY, { headers })).status).toBe(401);
    }
  });
});

describe('a signature over the body', () => {
  const grafana = { ...{ name: 'grafana', type: 'grafana', token: createSecret(TOKEN) }, timestampHeader: 'X-When' };
  const seconds = String(START / 1_000);

  it.each<[string, string, Record<string, string>, number]>([
    ['of GitHub', 'github', { 'x-hub-signature-256': `sha256=${hex(BODY)}` }, 200],
    ['of GitHub, without its prefix', 'github', { 'x-hub-signature-256': hex(BODY) }, 401],
    ['of GitHub, of another body', 'github', { 'x-hub-signature-256': `sha256=${hex('x')}` }, 401],
    ['of GitHub, with another key', 'github', { 'x-hub-signature-256': `sha256=${hex(BODY, 'guess')}` }, 401],
    ['of SonarQube', 'sonarqube', { 'x-sonar-webhook-hmac-sha256': hex(BODY) }, 200],
    ['of SonarQube, cut', 'sonarqube', { 'x-sonar-webhook-hmac-sha256': hex(BODY).slice(0, 40) }, 401],
    ['of SonarQube, at GitHub', 'github', { 'x-sonar-webhook-hmac-sha256': hex(BODY) }, 401],
    ['of Grafana', 'grafana', { 'x-grafana-alerting-signature': hex(BODY) }, 200],
    ['at a sender that does not sign', 'alertmanager', { 'x-grafana-alerting-signature': hex(BODY) }, 401],
  ])('%s', async (_, source, headers, status) => {
    const world = await openAlertsWorld();
    expect((await world.send(source, BODY, { headers })).status).toBe(status);
  });

  it.each<[string, Record<string, string>, number]>([
    ['signed along', { 'x-when': seconds, 'x-grafana-alerting-signature': hex(`${seconds}:${BODY}`) }, 200],
    ['left out', { 'x-grafana-alerting-signature': hex(BODY) }, 401],
    ['not signed', { 'x-when': seconds, 'x-grafana-alerting-signature': hex(BODY) }, 401],
    ['no number', { 'x-when': 'now', 'x-grafana-alerting-signature': hex(`now:${BODY}`) }, 401],
    [
      'of an hour ago',
      {
        'x-when': String(Number(seconds) - 3_600),
        'x-grafana-alerting-signature': hex(`${Number(seconds) - 3_600}:${BODY}`),
      },
      401,
    ],
  ])('with a moment that is %s', async (_, headers, status) => {
    const world = await openAlertsWorld({ sources: { grafana } });
    expect((await world.send('grafana', BODY, { headers })).status).toBe(status);
  });
});

describe('Amazon SNS', async () => {
  const TOPIC = 'arn:aws:sns:eu-west-1:1234567890:alerts';
  const CERTIFICATE = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem';
  const SUBSCRIBE = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=x';
  const keys = await generate([{ name: 'commonName', value: 'sns.amazonaws.com' }], { keySize: 2048 });
  const message = readAlertBody('sns-cloudwatch/alerta-cloudwatch_notification.json');

  function sign(change: Record<string, unknown> = {}, version = '2'): string {
    const body: Record<string, unknown> = {
      ...(JSON.parse(message) as object),
      TopicArn: TOPIC,
      SignatureVersion: version,
      SigningCertURL: CERTIFICATE,
      ...change,
    };
    const names = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
    const text = names
      .flatMap((name) => (body[name] === undefined ? [] : [`${name}\n${String(body[name])}\n`]))
      .join('');
    body['Signature'] = createSign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256')
      .update(text)
      .sign(keys.private, 'base64');
    return JSON.stringify(body);
  }
  const open = () =>
    openAlertsWorld({ sources: { sns: { name: 'sns', type: 'sns', topics: [TOPIC] } } }, ({ url }) => {
      if (url === CERTIFICATE) return { status: 200, text: keys.cert };
      if (url === SUBSCRIBE) return { status: 200, text: '<ok/>' };
      throw new Error(`not to be visited: ${url}`);
    });

  it.each(['1', '2'])(
    'is believed by its signature, version %s, and its certificate is fetched once',
    async (version) => {
      const world = await open();
      expect((await world.send('sns', sign({}, version), { headers: {} })).status).toBe(200);
      expect((await world.send('sns', sign({}, version), { headers: {} })).status).toBe(200);
      expect(world.calls).toHaveLength(1);
    },
  );

  it.each<[string, string]>([
    ['changed on its way', sign().replace('bucketbytesAlarm', 'otherAlarm')],
    ['of a topic that is not ours', sign({ TopicArn: `${TOPIC}-else` })],
    [
      'with a certificate of somebody else',
      sign({ SigningCertURL: 'https://sns.eu-west-1.amazonaws.com.evil.example/x.pem' }),
    ],
    ['with a certificate without TLS', sign({ SigningCertURL: CERTIFICATE.replace('https', 'http') })],
    ['with a certificate at a port', sign({ SigningCertURL: CERTIFICATE.replace('.com/', '.com:8443/') })],
    ['of an unknown version', sign({}, '3')],
    ['without a signature', message],
    ['that is no JSON', 'x'],
  ])('is turned away: %s', async (_, body) => {
    const world = await open();
    expect((await world.send('sns', body, { headers: {} })).status).toBe(401);
  });

  it.each<[string, () => { status: number; text: string }]>([
    [
      'does not answer',
      () => {
        throw new Error('no answer');
      },
    ],
    ['is in trouble', () => ({ status: 503, text: '' })],
  ])('while its host %s nothing is known: it shall come again, and is believed then', async (_, answer) => {
    let isDown = true;
    const sources = { sns: { name: 'sns', type: 'sns', topics: [TOPIC] } };
    const world = await openAlertsWorld({ sources }, () => (isDown ? answer() : { status: 200, text: keys.cert }));
    expect((await world.send('sns', sign(), { headers: {} })).status).toBe(503);
    isDown = false;
    expect((await world.send('sns', sign(), { headers: {} })).status).toBe(200);
  });

  it('with a certificate that Amazon does not have is turned away', async () => {
    const sources = { sns: { name: 'sns', type: 'sns', topics: [TOPIC] } };
    const world = await openAlertsWorld({ sources }, () => ({ status: 404, text: '' }));
    expect((await world.send('sns', sign(), { headers: {} })).status).toBe(401);
  });

  it('confirms a subscription to a topic of ours, and visits nothing else', async () => {
    const world = await open();
    const confirmation = { Type: 'SubscriptionConfirmation', Subject: undefined, Token: 't', SubscribeURL: SUBSCRIBE };
    expect((await world.send('sns', sign(confirmation), { headers: {} })).status).toBe(200);
    expect(world.calls.map(({ url }) => url)).toEqual([CERTIFICATE, SUBSCRIBE]);
    const elsewhere = { ...confirmation, SubscribeURL: 'https://169.254.169.254/latest/meta-data' };
    expect((await world.send('sns', sign(elsewhere), { headers: {} })).status).toBe(200);
    expect(world.calls).toHaveLength(2);
  });
});
