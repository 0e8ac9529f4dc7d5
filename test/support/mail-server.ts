import { generate } from 'selfsigned';
import { SMTPServer } from 'smtp-server';

/** A mail as the server took it: headers unfolded, bodies decoded. */
export interface TakenMail {
  raw: string;
  /** The lines of the head; names as they were written. */
  headers: readonly string[];
  header(name: string): string | undefined;
  text: string;
  html: string;
  from: string;
  to: readonly string[];
  user: string | undefined;
  isEncrypted: boolean;
}

export interface MailServer {
  readonly port: number;
  /** PEM of what its certificate is signed by: itself. */
  readonly ca: string;
  readonly mails: readonly TakenMail[];
  readonly connections: number;
  /** Asked before a mail is taken; an error is the server's answer. */
  onMail: (() => Promise<void> | void) | undefined;
  /** Recipients that do not exist. */
  readonly unknown: Set<string>;
  close(): Promise<void>;
}

export const LOGIN = { user: 'watchkeeper', password: 'only-for-this-test' };

interface Options {
  port?: number;
  isTlsFromStart?: boolean;
  hasStartTls?: boolean;
  needsLogin?: boolean;
  /** Whose certificate it shows. Default: that of 127.0.0.1. */
  address?: string;
}

/** A real SMTP server on loopback: STARTTLS, then a login, then mails. */
export async function startMailServer(options: Options = {}): Promise<MailServer> {
  const { isTlsFromStart = false, hasStartTls = true, needsLogin = true, port = 0, address = '127.0.0.1' } = options;
  const { private: key, cert } = await createCertificate(address);
  const mails: TakenMail[] = [];
  const unknown = new Set<string>();
  const taken: Pick<MailServer, 'onMail'> = { onMail: undefined };
  let connections = 0;
  const server = new SMTPServer({
    key,
    cert,
    secure: isTlsFromStart,
    authOptional: !needsLogin,
    disabledCommands: [...(hasStartTls ? [] : ['STARTTLS']), ...(needsLogin ? [] : ['AUTH'])],
    logger: false,
    onConnect(_, done) {
      connections++;
      done();
    },
    onAuth({ username, password }, _, done) {
      if (username === LOGIN.user && password === LOGIN.password) done(null, { user: username });
      else done(toAnswer(535, 'Authentication credentials invalid'));
    },
    onRcptTo({ address }, _, done) {
      if (unknown.has(address)) done(toAnswer(550, `No such user ${address}`));
      else done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        void (async () => {
          try {
            await taken.onMail?.();
          } catch (refused) {
            return done(refused as Error);
          }
          const { mailFrom, rcptTo } = session.envelope;
          mails.push({
            ...readMail(Buffer.concat(chunks).toString('utf8')),
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            user: session.user,
            isEncrypted: session.secure,
          });
          done();
        })();
      });
    },
  });
  // A client that goes away in the middle of something is no trouble of the test.
  server.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const listening = server.server.address();
  return {
    port: typeof listening === 'object' && listening !== null ? listening.port : 0,
    ca: cert,
    mails,
    unknown,
    get connections() {
      return connections;
    },
    get onMail() {
      return taken.onMail;
    },
    set onMail(ask) {
      taken.onMail = ask;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const certificates = new Map<string, ReturnType<typeof generate>>();

/** The same for all servers of a test file, so that one that comes back is the one that was trusted. */
function createCertificate(address: string): ReturnType<typeof generate> {
  const made =
    certificates.get(address) ??
    generate([{ name: 'commonName', value: 'mail.test' }], {
      keyType: 'ec',
      curve: 'P-256',
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 7, ip: address }] },
      ],
    });
  certificates.set(address, made);
  return made;
}

export const toAnswer = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });

function readMail(raw: string): Pick<TakenMail, 'raw' | 'headers' | 'header' | 'text' | 'html'> {
  const [head = ''] = raw.split('\r\n\r\n', 1);
  const headers = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  return {
    raw,
    headers,
    header: (name) => {
      const line = headers.find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}: `));
      return line === undefined ? undefined : decodeWords(line.slice(name.length + 2));
    },
    text: findPart(raw, 'text/plain'),
    html: findPart(raw, 'text/html'),
  };
}

function findPart(raw: string, type: string): string {
  const part = raw.split(/\r\n--[^\r\n]+(?:\r\n|$)/).find((one) => one.includes(`Content-Type: ${type}`)) ?? '';
  const at = part.indexOf('\r\n\r\n');
  const body = part.slice(at + 4);
  if (/Content-Transfer-Encoding: base64/i.test(part)) return Buffer.from(body, 'base64').toString('utf8');
  if (!/Content-Transfer-Encoding: quoted-printable/i.test(part)) return body.replaceAll('\r\n', '\n');
  return decodeQuoted(body.replaceAll(/=\r\n/g, '')).replaceAll('\r\n', '\n');
}

const decodeQuoted = (text: string): string =>
  Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

/** RFC 2047. */
function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString('utf8')
        : decodeQuoted(word.replaceAll('_', ' ')),
    );
}
