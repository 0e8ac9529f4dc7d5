import type { IncomingMessage } from 'node:http';
import type { Given } from '../api/arguments.ts';
import { SlackError } from '../api/slack-error.ts';
import { contract } from '../contract.ts';
import { toObject } from '../json-object.ts';

const MAX_BYTES = 20_000_000;

export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > MAX_BYTES) throw new SlackError('request_timeout');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** The arguments of a call, from the query or the body. A JSON body for a method that takes none is not read. */
export async function readGiven(method: string, request: IncomingMessage, query: URLSearchParams): Promise<Given> {
  const body = await readBytes(request);
  const contentType = request.headers['content-type'] ?? '';
  const fromQuery = Object.fromEntries(query);
  if (body.length === 0) return { values: fromQuery, from: 'form' };
  if (contentType.includes('application/json')) {
    if (contract[method]?.json === false) return { values: fromQuery, from: 'form' };
    return { values: parseJson(body.toString()), from: 'json' };
  }
  if (contentType.includes('multipart/form-data')) {
    const form = await readForm(body, contentType);
    return { values: { ...fromQuery, ...Object.fromEntries(form) }, from: 'form' };
  }
  if (contentType === '') throw new SlackError('missing_post_type');
  if (!contentType.includes('application/x-www-form-urlencoded')) throw new SlackError('invalid_post_type');
  return { values: { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body.toString())) }, from: 'form' };
}

export const readForm = (body: Buffer, contentType: string): Promise<FormData> =>
  new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();

function parseJson(text: string): Given['values'] {
  try {
    return toObject(JSON.parse(text));
  } catch {
    throw new SlackError('invalid_json');
  }
}
