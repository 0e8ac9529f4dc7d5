import type { AlertRequest } from '../core/ports/alerts.ts';
import type { Received } from './alert-source.ts';

export function toReceived(
  request: AlertRequest,
  body: Buffer,
  facts: Pick<Received, 'now' | 'texts' | 'fields'>,
): Received {
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  const header = (name: string): string | undefined => firstOf(request.headers[name.toLowerCase()]);
  return {
    text,
    json: findJson(text, header('content-type') ?? ''),
    header,
    query: request.query,
    subpath: request.subpath,
    ...facts,
  };
}

const firstOf = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.[0];

/** Whatever the content type says: SNS sends JSON as plain text, GitHub and Slack's posters know forms. */
function findJson(text: string, contentType: string): unknown {
  const whole = parse(text);
  if (whole !== undefined) return whole;
  const form = /^multipart\/form-data/i.test(contentType)
    ? [/name="(?:data|payload)"\r?\n(?:[^\r\n]+\r?\n)*\r?\n([\s\S]*?)\r?\n--/.exec(text)?.[1]]
    : ['payload', 'data'].map((name) => findField(text, name));
  return form.map((field) => (field === undefined ? undefined : parse(field))).find((json) => json !== undefined);
}

function findField(text: string, name: string): string | undefined {
  return text.startsWith(`${name}=`) || text.includes(`&${name}=`)
    ? (new URLSearchParams(text).get(name) ?? undefined)
    : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
