import type { IncomingMessage } from 'node:http';
import type { Given } from '../api/arguments.ts';
import { SlackError } from '../api/slack-error.ts';
import { contract } from '../contract.ts';
import { isObject } from '../json-object.ts';

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
  const { 'content-type': contentType = '' } = request.headers;
  const fromQuery = Object.fromEntries(query);
  if (body.length === 0) return { values: fromQuery, from: 'form' };
  const type = readType(contentType);
  if (type.name === 'application/json') {
    const warnings = type.charset === undefined ? ['missing_charset'] : [];
    if (contract[method]?.json === false) return { values: fromQuery, from: 'form', warnings };
    return { values: parseJson(body.toString()), from: 'json', warnings };
  }
  const form = type.name === 'text/plain' ? [] : await readFields(body, contentType, type.name);
  const warnings = type.name !== 'text/plain' && type.charset !== undefined ? ['superfluous_charset'] : [];
  return { values: { ...fromQuery, ...Object.fromEntries(form) }, from: 'form', warnings };
}

const TYPES = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];

function readType(contentType: string): { name: string; charset: string | undefined } {
  const name = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1]?.toLowerCase();
  if (name === '') throw new SlackError('missing_post_type');
  if (!TYPES.includes(name)) throw new SlackError('invalid_post_type');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'iso-8859-1') throw new SlackError('invalid_charset');
  return { name, charset };
}

async function readFields(body: Buffer, contentType: string, name: string): Promise<Iterable<[string, unknown]>> {
  if (name !== 'multipart/form-data') return new URLSearchParams(body.toString());
  try {
    return await readForm(body, contentType);
  } catch {
    throw new SlackError('invalid_form_data');
  }
}

export const readForm = (body: Buffer, contentType: string): Promise<FormData> =>
  new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();

function parseJson(text: string): Given['values'] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new SlackError('invalid_json');
  }
  if (!isObject(parsed)) throw new SlackError('json_not_object');
  return parsed;
}
