import type { SlackWorkspace } from '../../sandbox/slack/workspace.ts';

export interface Answer {
  status: number;
  headers: Headers;
  ok: boolean;
  error?: string;
  errors?: unknown[];
  /** `response_metadata.messages` */
  messages: string[];
  body: Record<string, unknown>;
}

/** A Web API call as no SDK would make it: JSON as it is, nothing repaired, nothing tried again. */
export async function call(
  slack: SlackWorkspace,
  method: string,
  args: Record<string, unknown>,
  { token = slack.botToken, form = false }: { token?: string; form?: boolean } = {},
): Promise<Answer> {
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: {
      'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json; charset=utf-8',
      ...(token !== '' && { authorization: `Bearer ${token}` }),
    },
    body: form ? new URLSearchParams(args as Record<string, string>).toString() : JSON.stringify(args),
  });
  const body = (await response.json()) as Record<string, unknown>;
  const metadata = body['response_metadata'] as { messages?: string[] } | undefined;
  return {
    status: response.status,
    headers: response.headers,
    ok: body['ok'] === true,
    ...(typeof body['error'] === 'string' && { error: body['error'] }),
    ...(Array.isArray(body['errors']) && { errors: body['errors'] }),
    messages: metadata?.messages ?? [],
    body,
  };
}
