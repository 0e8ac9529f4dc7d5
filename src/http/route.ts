import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Route {
  method: 'GET' | 'POST' | 'PUT';
  /** Exact, without a query. */
  path: string;
  /** Whatever follows the path and a slash is this route's, too. */
  hasSubpaths?: boolean;
  /** Refused with 413 when more is announced. Default: 1 MiB for POST and PUT, nothing for GET. Who reads the body still counts. */
  maxBodyBytes?: number;
  answer(request: IncomingMessage, response: ServerResponse): Promise<void> | void;
}
