import { isJson, redactText } from '../core/redact-json-text.ts';
import type { Redactor } from '../core/redactor.ts';
import type { Received } from './alert-source.ts';

/** The body as it may be kept: it still parses as what it was. The same buffer where nothing had to go. */
export function redactBody(body: Buffer, { text, header }: Received, redactor: Redactor): Buffer {
  const isForm =
    /^application\/x-www-form-urlencoded/i.test(header('content-type') ?? '') || /^(?:payload|data)=/.test(text);
  const safe = isForm && !isJson(text) ? redactForm(text, redactor) : redactText(text, redactor);
  return safe === text ? body : Buffer.from(safe);
}

/** Written anew only where something had to go. */
function redactForm(text: string, redactor: Redactor): string {
  const fields = [...new URLSearchParams(text)];
  const safe = fields.map(([name, value]): [string, string] => [name, redactField(name, value, redactor)]);
  return safe.every(([, value], index) => value === fields[index]?.[1]) ? text : new URLSearchParams(safe).toString();
}

function redactField(name: string, value: string, redactor: Redactor): string {
  if (isJson(value)) return redactText(value, redactor);
  // With its name, which may say what it is: `token=…`.
  const written = `${name}=${value}`;
  const safe = redactor.redact(written);
  return safe === written ? value : safe.slice(name.length + 1);
}
