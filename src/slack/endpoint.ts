import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/ports/log.ts';
import type { Secret } from '../core/secret.ts';
import { createBoltLogger } from './bolt-logger.ts';
import { createSeenSignatures } from './seen-signatures.ts';

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

/**
 * As far as into the past: a slow clock here is no worse than a fast one. What is signed so far ahead stays good for twice as
 * long, and is remembered that long, too.
 */
const MAX_AHEAD_SECONDS = 300;
const MAX_BODY = '1mb';
/** Bolt takes the hash up to a second `=` and a number however it is written; the same request may have one text only. */
const SIGNATURE = /^v0=[0-9a-f]{64}$/;
const TIMESTAMP = /^\d{1,11}$/;
/** Answers to what was not taken: not proven to be Slack's, or not read to its end. */
const isRefusal = (status: number): boolean => status === 400 || status === 401 || status === 413 || status >= 500;

/**
 * HTTP mode: Slack posts events, commands and clicks to one address. Bolt checks signature and age; a time stamp in the
 * future and the same request twice are refused here.
 */
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
  const seen = createSeenSignatures();
  let isOpen = false;
  let heardAt: number | undefined;

  function refuse(response: ServerResponse, status: number): void {
    response.writeHead(status, { connection: 'close' }).end();
  }

  /**
   * Slack signs a retry anew, unless it comes in the same second. That one was taken the first time: it is told so. Nobody else
   * learns anything from saying that he is a retry, as nothing is done again.
   */
  function answerAgain(request: IncomingMessage, response: ServerResponse): void {
    log.warn({ retry: request.headers['x-slack-retry-num'] }, 'slack request came twice');
    if (request.headers['x-slack-retry-num'] === undefined) return refuse(response, 401);
    response.writeHead(200, { 'x-slack-no-retry': '1', connection: 'close' }).end();
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
        const { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp } = request.headers;
        // Bolt answers what carries no signature: refused, unless it is Slack's check of the certificate, which does nothing.
        if (signature !== undefined) {
          if (!SIGNATURE.test(String(signature)) || !TIMESTAMP.test(String(timestamp))) return refuse(response, 401);
          const signedAt = Number(timestamp) * 1_000;
          // Bolt refuses old time stamps but not future ones, which would be good for a replay later.
          if (signedAt - now > MAX_AHEAD_SECONDS * 1_000) return refuse(response, 401);
          if (!seen.add(String(signature), signedAt, now)) return answerAgain(request, response);
        }
        response.once('close', () => {
          if (signature === undefined) return;
          // Who goes away in the middle of the body has proven nothing, and must not fill the memory either.
          if (!request.complete || isRefusal(response.statusCode)) seen.forget(String(signature));
          else heardAt = now;
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
