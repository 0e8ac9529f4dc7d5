import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/ports/log.ts';
import type { Secret } from '../core/secret.ts';
import { createBoltLogger } from './bolt-logger.ts';

/** A route for the program's own HTTP server. */
export interface SlackRoute {
  method: 'POST';
  path: '/slack/events';
  answer(request: IncomingMessage, response: ServerResponse): void;
}

export interface Endpoint {
  receiver: HTTPReceiver;
  route: SlackRoute;
  /** From now on requests are taken; before that they are answered 503. */
  open(): void;
  lastHeardAt(): number | undefined;
}

const MAX_AHEAD_SECONDS = 300;
const MAX_BODY = '1mb';

/** HTTP mode: Slack posts events, commands and clicks to one address. Bolt checks signature and age. */
export function createEndpoint({
  signingSecret,
  clock,
  log,
}: {
  signingSecret: Secret;
  clock: Clock;
  log: Log;
}): Endpoint {
  const receiver = new HTTPReceiver({
    signingSecret: signingSecret.reveal(),
    endpoints: '/slack/events',
    bodyLimit: MAX_BODY,
    logger: createBoltLogger(log),
  });
  let isOpen = false;
  let heardAt: number | undefined;

  function refuse(response: ServerResponse, status: number): void {
    response.writeHead(status, { connection: 'close' }).end();
  }

  return {
    receiver,
    open: () => void (isOpen = true),
    lastHeardAt: () => heardAt,
    route: {
      method: 'POST',
      path: '/slack/events',
      answer(request, response) {
        const now = clock.now().getTime();
        if (!isOpen) return refuse(response, 503);
        // Bolt refuses old time stamps but not future ones, which would be good for a replay later.
        const ahead = Number(request.headers['x-slack-request-timestamp'] ?? 0) - now / 1_000;
        if (ahead > MAX_AHEAD_SECONDS) return refuse(response, 401);
        response.once('finish', () => {
          if (response.statusCode < 400) heardAt = now;
        });
        try {
          receiver.requestListener(request, response);
        } catch (err) {
          log.warn({ err }, 'slack request was not understood');
          refuse(response, 404);
        }
      },
    },
  };
}
