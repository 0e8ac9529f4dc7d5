import type { ApiAnswer } from '../api/dispatch.ts';

/** What goes back over HTTP, not yet written: a fault may still lose it. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

export const toJsonReply = ({ status, headers, body }: ApiAnswer): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
});
