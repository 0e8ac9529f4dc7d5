import type { IncomingMessage } from 'node:http';
import { SlackError } from '../api/slack-error.ts';
import type { Core } from '../core.ts';
import { toObject } from '../json-object.ts';
import { readBytes } from './body.ts';
import { toJsonReply, type Reply } from './reply.ts';

/** A post to a response_url: `ok` as text, or a refusal with an HTTP status that is not 200. */
export async function takeResponse(core: Core, pathname: string, request: IncomingMessage): Promise<Reply> {
  const body = parse(await readBytes(request));
  const call = core.record.call('response_url', toObject(body));
  try {
    core.responseUrls.use(core, pathname, body);
    return { status: 200, headers: { 'content-type': 'text/html' }, body: 'ok' };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    call.error = error.code;
    core.record.refused('response_url', error.code, error.messages);
    const status = Number(error.details['status'] ?? 400);
    return toJsonReply({ status, headers: {}, body: { ok: false, error: error.code } });
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString()) as unknown;
  } catch {
    return undefined;
  }
}
