export interface HttpCall {
  url: string;
  method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as JSON. */
  json?: unknown;
  headers?: Readonly<Record<string, string>>;
  timeoutMs: number;
}

/**
 * Other people's HTTP APIs, one request at a time; no redirect is followed, no answer longer than 1 MiB is read. Any status
 * is an answer. Errors: `unreachable` (`outcome_unknown` for what is not a GET): there was none.
 */
export interface HttpClient {
  send(call: HttpCall): Promise<{ status: number; text: string }>;
}
