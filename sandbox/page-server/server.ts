import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { systemClock } from '../../src/core/clock.ts';
import type { Sandbox } from '../sandbox.ts';
import { acts, type WorldActs } from './acts.ts';
import type { PageFile } from './bundle.ts';
import { streamSnapshot } from './live.ts';
import { createReadMarks } from './read-marks.ts';
import type { ShownWorld } from './shapes.ts';
import { toChannel, toMe, toThread, toWorkspace } from './slack-view.ts';

/** What the page shows and does beside Slack. */
export interface ShownWorldSource extends WorldActs {
  current(): ShownWorld;
  on(event: 'change', listener: () => void): void;
  off(event: 'change', listener: () => void): void;
}

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

interface PageServerDeps {
  sandbox: Sandbox;
  world: ShownWorldSource;
  files: ReadonlyMap<string, PageFile>;
  /** 0: any free one. Errors: EADDRINUSE. */
  port: number;
}

const MAX_BODY = 1_000_000;
/** Nothing is loaded from elsewhere, and nothing from here may be framed or sent elsewhere. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The sandbox's page on 127.0.0.1: its files, a stream of what one person sees, and what that person does. */
export async function createPageServer({ sandbox, world, files, port }: PageServerDeps): Promise<PageServer> {
  const { slack } = sandbox;
  const marks = createReadMarks();
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  slack.on('change', changed);
  world.on('change', changed);

  function onChange(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  function live(url: URL, response: ServerResponse): void {
    const person = url.searchParams.get('person') ?? '';
    const asked = url.searchParams.get('channel') ?? '';
    const thread = url.searchParams.get('thread') ?? '';
    const direct = slack.as(person).dm();
    const channel = asked === 'dm' ? direct : asked;
    slack.as(person).canSee(channel);
    streamSnapshot(
      response,
      {
        workspace: () => toWorkspace(sandbox),
        me: () => toMe(slack, person, marks),
        channel: () => toChannel(slack, person, channel, marks),
        thread: () => (thread === '' ? null : toThread(slack, person, channel, thread)),
        world: () => world.current(),
      },
      { clock: systemClock, onChange },
    );
  }

  async function carryOut(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const carry = acts[name];
    if (!carry) return answer(response, 404, { error: `no act named ${name}` });
    const { person, ...given } = JSON.parse(await readBody(request)) as Record<string, unknown>;
    const invite = (channel: string): void => slack.admin.addMember(channel, slack.botUserId);
    const deps = { as: slack.as, marks, changed, invite, world };
    answer(response, 200, (await carry(deps, String(person), given)) ?? {});
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (!isOurs(request)) return answer(response, 403, { error: 'open the page by the address that was printed' });
    if (request.method === 'POST' && url.pathname.startsWith('/act/'))
      return carryOut(url.pathname.slice('/act/'.length), request, response);
    if (request.method !== 'GET') return answer(response, 405, { error: 'GET only' });
    if (url.pathname === '/live') return live(url, response);
    if (url.pathname.startsWith('/files/')) return sendUpload(url.pathname.slice('/files/'.length), response);
    const file = files.get(url.pathname);
    if (!file) return answer(response, 404, { error: 'not found' });
    response.writeHead(200, { 'content-type': file.contentType, 'content-security-policy': POLICY });
    response.end(file.body);
  }

  function sendUpload(id: string, response: ServerResponse): void {
    const file = slack.file(id);
    if (!file) return answer(response, 404, { error: 'no such file' });
    // Whatever it says to be: a browser must not run it.
    const isImage = /^image\/(png|jpeg|gif|webp)$/.test(file.mimetype);
    response.writeHead(200, {
      'content-type': isImage ? file.mimetype : 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    response.end(file.content);
  }

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      const message = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
      if (!response.headersSent) answer(response, 400, { error: message });
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        slack.off('change', changed);
        world.off('change', changed);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Another site, open in the same browser, must neither act here nor read (DNS rebinding comes with its own name). */
function isOurs({ headers, socket }: IncomingMessage): boolean {
  const hosts = [`127.0.0.1:${socket.localPort}`, `localhost:${socket.localPort}`];
  const isHost = hosts.includes(headers.host ?? '');
  const isOrigin = headers.origin === undefined || hosts.some((host) => headers.origin === `http://${host}`);
  return isHost && isOrigin;
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size <= MAX_BODY) chunks.push(chunk as Buffer);
  }
  if (size > MAX_BODY) throw new Error(`more than ${MAX_BODY} bytes at once`);
  return Buffer.concat(chunks).toString();
}
