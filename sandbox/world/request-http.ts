import { request as requestPlain } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestTls } from 'node:https';
import { isIP } from 'node:net';
import type { Address } from './address.ts';

export interface HttpQuestion {
  url: URL;
  /** Dialled instead of what the name in the URL stands for. */
  connect: Address;
  method?: string;
  headers?: Record<string, string>;
  body?: string | undefined;
  /** The CA to trust, in PEM; undefined: no check. */
  ca: string | undefined;
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface HttpReply {
  status: number;
  statusText: string;
  headers: Record<string, string>;
  headerLines: string[];
  body: string;
}

export interface HttpFailure {
  failure: 'refused' | 'timed out' | 'certificate' | 'tls' | 'reset' | 'empty';
  message: string;
}

/** One request on a connection of its own. Never throws: failures are results, as for curl. */
export async function requestHttp(question: HttpQuestion): Promise<HttpReply | HttpFailure> {
  const deadline = AbortSignal.timeout(question.timeoutMs);
  const signal = question.signal === undefined ? deadline : AbortSignal.any([deadline, question.signal]);
  try {
    const response = await send(question, signal);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return toReply(response, Buffer.concat(chunks).toString());
  } catch (error) {
    if (signal.aborted) return { failure: 'timed out', message: 'timed out' };
    return toFailure(error as NodeJS.ErrnoException);
  }
}

function send(question: HttpQuestion, signal: AbortSignal): Promise<IncomingMessage> {
  const { url, connect, method = 'GET', headers = {}, body, ca } = question;
  const options = {
    host: connect.address,
    port: connect.port,
    path: `${url.pathname}${url.search}`,
    method,
    headers: { host: url.host, 'user-agent': 'curl/8.5.0', accept: '*/*', ...headers },
    agent: false,
    signal,
  } as const;
  return new Promise((resolve, reject) => {
    const trust = ca === undefined ? { rejectUnauthorized: false } : { ca };
    const request =
      url.protocol === 'https:'
        ? requestTls({ ...options, ...trust, servername: isIP(url.hostname) === 0 ? url.hostname : '' })
        : requestPlain(options);
    request.once('response', resolve);
    request.once('error', reject);
    request.end(body);
  });
}

function toReply(response: IncomingMessage, body: string): HttpReply {
  const raw = response.rawHeaders;
  const headerLines = raw.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${raw[at + 1] ?? ''}`] : []));
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
  return { status: response.statusCode ?? 0, statusText: response.statusMessage ?? '', headers, headerLines, body };
}

function toFailure(error: NodeJS.ErrnoException): HttpFailure {
  const code = error.code ?? '';
  const message = code || error.message;
  if (code === 'ECONNREFUSED') return { failure: 'refused', message };
  if (/CERT|SELF_SIGNED|ALTNAME|VERIFY/.test(code)) return { failure: 'certificate', message };
  if (/SSL|TLS|EPROTO/.test(code) || error.message.includes('before secure TLS')) return { failure: 'tls', message };
  if (error.message.includes('socket hang up')) return { failure: 'empty', message };
  return { failure: 'reset', message };
}
