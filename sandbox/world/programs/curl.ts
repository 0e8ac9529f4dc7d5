import { findFirstAddress } from '../dns/find-first-address.ts';
import { requestHttp } from '../request-http.ts';
import type { HttpReply } from '../request-http.ts';
import { isLoopback } from '../loopback.ts';
import { parseOptions } from './options.ts';
import type { Call, Program } from './program.ts';

const FLAGS = [
  '-s',
  '--silent',
  '-S',
  '--show-error',
  '-sS',
  '-k',
  '--insecure',
  '-f',
  '--fail',
  '-I',
  '--head',
  '-4',
  '--ipv4',
  '--no-keepalive',
];
const VALUES = [
  '-m', '--max-time', '--connect-timeout', '-D', '--dump-header', '-o', '--output', '--resolve', '--connect-to', '-w',
  '--write-out', '--cacert', '-X', '--request', '-d', '--data', '-H', '--header', '-A', '--user-agent', '--noproxy',
]; // prettier-ignore

/** curl's own exit codes, with what it says for each. */
const MESSAGES: Readonly<Record<number, string>> = {
  3: 'URL rejected',
  6: 'Could not resolve host',
  7: 'Failed to connect to server',
  22: 'The requested URL returned error',
  28: 'Operation timed out',
  35: 'TLS connect error',
  52: 'Empty reply from server',
  56: 'Recv failure: Connection reset by peer',
  60: 'SSL certificate problem: unable to get local issuer certificate',
  77: 'error setting certificate file',
};

/** curl: a real request, with names resolved by the sandbox's resolver; never leaves loopback. */
export const curl: Program = async (call) => {
  const { options, words, unknown } = parseOptions(call.args, { flags: FLAGS, values: VALUES });
  if (unknown !== undefined) {
    call.stderr(`curl: option ${unknown}: is unknown\n`);
    return 2;
  }
  const last = (...names: string[]): string | undefined => names.flatMap((it) => options.get(it) ?? []).at(-1);
  const startedAt = call.clock.now().getTime();
  const result = await perform(call, options, last, words[0] ?? '');
  const reply = typeof result === 'number' ? undefined : result.reply;
  let exitCode = typeof result === 'number' ? result : 0;
  if (reply !== undefined) {
    const head = `HTTP/1.1 ${reply.status} ${reply.statusText}\r\n${reply.headerLines.map((it) => `${it}\r\n`).join('')}\r\n`;
    if (last('-D', '--dump-header') === '-' || options.has('-I') || options.has('--head')) call.stdout(head);
    const isFailure = (options.has('-f') || options.has('--fail')) && reply.status >= 400;
    if (isFailure) exitCode = 22;
    else if ((last('-o', '--output') ?? '-') === '-') call.stdout(reply.body);
  }
  const format = last('-w', '--write-out');
  if (format !== undefined) {
    const seconds = ((call.clock.now().getTime() - startedAt) / 1000).toFixed(6);
    call.stdout(toWriteOut(format, { reply, exitCode, seconds, ip: typeof result === 'number' ? '' : result.ip }));
  }
  if (
    exitCode !== 0 &&
    ((!options.has('-s') && !options.has('--silent')) ||
      options.has('-S') ||
      options.has('--show-error') ||
      options.has('-sS'))
  ) {
    call.stderr(`curl: (${exitCode}) ${MESSAGES[exitCode] ?? 'failed'}\n`);
  }
  return exitCode;
};

async function perform(
  call: Call,
  options: Map<string, string[]>,
  last: (...names: string[]) => string | undefined,
  address: string,
): Promise<number | { reply: HttpReply; ip: string }> {
  const url = URL.parse(address.includes('://') ? address : `http://${address}`);
  if (url === null || address === '') return 3;
  const file = last('--cacert');
  if (file !== undefined && file !== call.trust.file) return 77;
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const timeoutMs = Number(last('-m', '--max-time') ?? 300) * 1000;
  const connectMs = Number(last('--connect-timeout') ?? timeoutMs / 1000) * 1000;
  const to = await findTarget(call, options, url.hostname, port, connectMs);
  if (to === undefined) return 6;
  if (!isLoopback(to.ip)) return 7;
  const body = last('-d', '--data');
  const outcome = await requestHttp({
    url,
    connect: { address: to.ip, port: to.port },
    method:
      last('-X', '--request') ??
      (options.has('-I') || options.has('--head') ? 'HEAD' : body === undefined ? 'GET' : 'POST'),
    headers: Object.fromEntries([...(options.get('-H') ?? []), ...(options.get('--header') ?? [])].map(toHeader)),
    body,
    ca: options.has('-k') || options.has('--insecure') ? undefined : call.trust.pem,
    timeoutMs,
    signal: call.signal,
  });
  return 'failure' in outcome ? EXIT_CODES[outcome.failure] : { reply: outcome, ip: to.ip };
}

const EXIT_CODES = { refused: 7, 'timed out': 28, certificate: 60, tls: 35, reset: 56, empty: 52 } as const;

async function findTarget(
  { resolver }: Call,
  options: Map<string, string[]>,
  host: string,
  port: number,
  timeoutMs: number,
): Promise<{ ip: string; port: number } | undefined> {
  for (const it of options.get('--connect-to') ?? []) {
    const [from, fromPort, toHost, toPort] = it.split(':');
    const isMeant = (from === '' || from === host) && (fromPort === '' || fromPort === String(port));
    if (isMeant && toHost) return { ip: toHost, port: Number(toPort || port) };
  }
  for (const it of options.get('--resolve') ?? []) {
    const [name, forPort, ip] = it.split(':');
    if ((name === host || name === '*') && forPort === String(port) && ip) return { ip, port };
  }
  const ip = /^\d+(\.\d+){3}$/.test(host) ? host : await findFirstAddress(resolver, host, timeoutMs);
  return ip === undefined ? undefined : { ip, port };
}

function toHeader(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

interface Facts {
  reply: HttpReply | undefined;
  exitCode: number;
  seconds: string;
  ip: string;
}

function toWriteOut(format: string, { reply, exitCode, seconds, ip }: Facts): string {
  const values: Readonly<Record<string, string>> = {
    http_code: reply === undefined ? '000' : String(reply.status),
    response_code: reply === undefined ? '000' : String(reply.status),
    remote_ip: ip,
    exitcode: String(exitCode),
    time_total: seconds,
    size_download: String(reply?.body.length ?? 0),
    content_type: reply?.headers['content-type'] ?? '',
    ssl_verify_result: exitCode === 60 ? '20' : '0',
  };
  return format
    .replaceAll(/%header\{([^}]+)\}/g, (_, name: string) => reply?.headers[name.toLowerCase()] ?? '')
    .replaceAll(/%\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t')
    .replaceAll('\\r', '\r');
}
