import { createVerify, X509Certificate } from 'node:crypto';
import type { HttpClient } from '../core/ports/http-client.ts';
import { toForeign, type Foreign } from './foreign.ts';

const AMAZON = /^sns\.[a-z0-9-]{1,40}\.amazonaws\.com(\.cn)?$/;
const SIGNED: Readonly<Record<string, readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};
const ALGORITHMS: Readonly<Record<string, string>> = { 1: 'RSA-SHA1', 2: 'RSA-SHA256' };
const TIMEOUT_MS = 3_000;
const CERTIFICATES_MAX = 20;

/** Whether Amazon signed this body, for one of our topics. */
export interface SnsProof {
  /** Throws when Amazon cannot be asked for its certificate: nothing is known then. */
  isGenuine(json: unknown, topics: readonly string[]): Promise<boolean>;
  /** Visits the address that confirms a subscription, once it is known to be genuine. */
  confirm(json: unknown): Promise<void>;
}

export function createSnsProof(http: HttpClient): SnsProof {
  const certificates = new Map<string, string>();

  /** Undefined where Amazon has none. */
  async function findCertificate(url: string): Promise<string | undefined> {
    const known = certificates.get(url);
    if (known !== undefined) return known;
    const { status, text } = await http.send({ url, timeoutMs: TIMEOUT_MS });
    if (status >= 500 || status === 429) throw new Error(`certificate: HTTP ${status}`);
    if (status !== 200) return undefined;
    if (certificates.size >= CERTIFICATES_MAX) certificates.clear();
    certificates.set(url, text);
    return text;
  }

  return {
    async isGenuine(json, topics) {
      const body = toForeign(json);
      // Anybody with an account can have Amazon sign.
      if (!topics.includes(body.get('TopicArn').text() ?? '')) return false;
      const url = findAmazonUrl(body.get('SigningCertURL').text());
      const algorithm = ALGORITHMS[body.get('SignatureVersion').text() ?? ''];
      const text = toSignedText(body);
      if (url === undefined || algorithm === undefined || text === undefined) return false;
      const certificate = await findCertificate(url);
      if (certificate === undefined) return false;
      try {
        const { publicKey } = new X509Certificate(certificate);
        return createVerify(algorithm)
          .update(text)
          .verify(publicKey, body.get('Signature').text() ?? '', 'base64');
      } catch {
        return false;
      }
    },
    async confirm(json) {
      const url = findAmazonUrl(toForeign(json).get('SubscribeURL').text());
      if (url !== undefined) await http.send({ url, timeoutMs: TIMEOUT_MS });
    },
  };
}

function findAmazonUrl(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isPlain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  return isPlain && AMAZON.test(url.hostname) ? url.href : undefined;
}

/** As Amazon writes it: names and values of these fields, each on a line, those alone that are there. */
function toSignedText(body: Foreign): string | undefined {
  const names = SIGNED[body.get('Type').text() ?? ''];
  return names
    ?.flatMap((name) => {
      const { value } = body.get(name);
      return typeof value === 'string' ? [`${name}\n${value}\n`] : [];
    })
    .join('');
}
