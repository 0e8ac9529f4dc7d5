import type { IncomingMessage } from 'node:http';
import { dispatch, rateLimited } from '../api/dispatch.ts';
import { SlackError } from '../api/slack-error.ts';
import type { Core } from '../core.ts';
import type { Fault } from '../faults.ts';
import { readBytes, readGiven } from './body.ts';
import { sendFile, takeUpload } from './file-routes.ts';
import { toJsonReply, type Reply } from './reply.ts';
import { takeResponse } from './response-url-route.ts';

/** How a request ends: with a reply, a reset connection, or not at all. */
export type Ending = Reply | 'reset' | 'silence';

export const urlOf = (request: IncomingMessage): URL => new URL(request.url ?? '/', 'http://127.0.0.1');

export async function answer(core: Core, request: IncomingMessage): Promise<Ending> {
  const method = toMethod(urlOf(request).pathname);
  const fault = core.faults.takeFor(method);
  if (!fault) return route(core, method, request);
  if (fault.mode !== 'reset-after-apply') return answerBadly(core, method, fault, request);
  await route(core, method, request);
  return 'reset';
}

function toMethod(pathname: string): string {
  if (pathname.startsWith('/api/')) return pathname.slice('/api/'.length);
  if (pathname.startsWith('/upload/')) return 'upload';
  return pathname.startsWith('/files/') ? 'download' : 'response_url';
}

async function route(core: Core, method: string, request: IncomingMessage): Promise<Reply> {
  const { pathname, searchParams } = urlOf(request);
  if (method === 'upload') return takeUpload(core, pathname, request);
  if (method === 'download') return sendFile(core, pathname, request);
  if (method === 'response_url') return takeResponse(core, pathname, request);
  try {
    const given = await readGiven(method, request, searchParams);
    return toJsonReply(dispatch(core, method, given, request.headers.authorization));
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    core.record.call(method, {}).error = error.code;
    core.record.refused(method, error.code, error.messages);
    return toJsonReply({ status: 200, headers: {}, body: error.toAnswer() });
  }
}

async function answerBadly(core: Core, method: string, fault: Fault, request: IncomingMessage): Promise<Ending> {
  await readBytes(request);
  const { mode } = fault;
  const call = core.record.call(method, {});
  if (mode === 'ratelimited') return toJsonReply(rateLimited(call, fault.retryAfterSeconds));
  call.error = `fault: ${mode}`;
  if (mode === 'reset-before') return 'reset';
  if (mode === 'hang') return 'silence';
  const status = mode === 'http500' ? 500 : 503;
  return { status, headers: { 'content-type': 'text/html' }, body: '<html>Something went wrong</html>' };
}
