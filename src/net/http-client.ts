import { OpsError } from '../core/errors.ts';
import type { HttpClient } from '../core/ports/http-client.ts';
import type { Texts } from '../core/texts/catalogue.ts';

const MAX_CHARACTERS = 1_048_576;

export function createHttpClient({ texts }: { texts: Texts }): HttpClient {
  return {
    async send({ url, method = 'GET', json, headers = {}, timeoutMs }) {
      try {
        const response = await fetch(url, {
          method,
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
          headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
          ...(json !== undefined && { body: JSON.stringify(json) }),
        });
        return { status: response.status, text: await readText(response) };
      } catch (cause) {
        // What is behind the host may be a secret.
        const code = method === 'GET' ? 'unreachable' : 'outcome_unknown';
        throw new OpsError(code, texts.alerts.noAnswer({ host: new URL(url).host }), { cause });
      }
    },
  };
}

async function readText(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_CHARACTERS) break;
  }
  return text.slice(0, MAX_CHARACTERS);
}
