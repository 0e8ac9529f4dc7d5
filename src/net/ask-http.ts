import { request as requestHttp } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import type { HttpAnswer, HttpRequest } from '../core/ports/prober.ts';
import type { Asking } from './ask-once.ts';

/** Answered by the response's head; the body is not read. No proxy, no redirects, no shared connections. */
export function askHttp(
  { url, method = 'GET', connect, tls }: HttpRequest,
  ca: string | undefined,
  asking: Asking<HttpAnswer>,
): ClientRequest {
  const target = new URL(url);
  const name = target.hostname.replace(/^\[|\]$/g, '');
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  const dialled = connect === undefined ? { host: name, port } : splitAddress(connect);
  const options = {
    ...dialled,
    method,
    path: `${target.pathname}${target.search}`,
    // An own agent per request: neither a kept connection nor a proxy of the environment.
    agent: false,
    headers: { host: target.host, 'user-agent': 'watchkeeper', accept: '*/*', connection: 'close' },
  };
  const request =
    target.protocol === 'https:'
      ? requestHttps({
          ...options,
          // No name indication for an address; who answers must have a certificate for the URL's host either way.
          servername: isIP(name) ? '' : name,
          checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
          rejectUnauthorized: tls.mode !== 'insecure',
          ...(ca !== undefined && { ca }),
        })
      : requestHttp(options);
  request.on('socket', (socket) => socket.on('connect', () => asking.connected()));
  request.on('response', (response) => asking.answered(toAnswer(response)));
  request.on('error', (error) => asking.failed(error));
  request.end();
  return request;
}

function splitAddress(text: string): { host: string; port: string } {
  const at = text.lastIndexOf(':');
  return { host: text.slice(0, at).replace(/^\[|\]$/g, ''), port: text.slice(at + 1) };
}

function toAnswer({ statusCode = 0, headers, socket }: IncomingMessage): HttpAnswer {
  const texts = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate() : undefined;
  return {
    status: statusCode,
    headers: Object.fromEntries(texts),
    remoteAddress: socket.remoteAddress ?? '',
    ...(certificate?.valid_to && { certificateValidTo: new Date(certificate.valid_to) }),
  };
}
