import { z } from 'zod';
import type { ErrorCode } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { Locale } from '../core/inventory.ts';

/** One JSON object a line, both ways. Client: hello, marked, then calls. Server: challenge, welcome, then answers. */
export const PROTOCOL = 1;

export const LIMITS = {
  /** Of what a client sends; a reason has at most 500 characters. */
  requestBytes: 64 * 1_024,
  /** Of what a server sends: a run with all its steps. */
  answerBytes: 16 * 1_024 * 1_024,
  /** From the first byte to the mark, and how long a challenge is good. */
  greetingMs: 5_000,
  /** Without a call in hand. */
  idleMs: 120_000,
  callsInHand: 8,
  connections: 64,
  /** A client that does not read is let go before its answers fill the memory. */
  unreadBytes: 8 * 1_024 * 1_024,
} as const;

const hello = z.strictObject({
  type: z.literal('hello'),
  protocol: z.int(),
  /** The person for whom root speaks. */
  as: z.string().max(200).optional(),
});
const marked = z.strictObject({ type: z.literal('marked') });
const call = z.strictObject({
  type: z.literal('call'),
  id: z.int().min(0),
  method: z.string().max(64),
  params: z.unknown(),
});

export const clientMessage = z.discriminatedUnion('type', [hello, marked, call]);
export type ClientMessage = z.infer<typeof clientMessage>;

export interface WireError {
  code: ErrorCode;
  message: string;
  hint?: string;
}

export type ServerMessage =
  /** The client leaves a mark of this name, in the folder for marks beside the database, that says `nonce`. */
  | { type: 'challenge'; protocol: number; mark: string; nonce: string }
  | { type: 'welcome'; person: string; account: string; locale: Locale }
  /** Nothing more will come. */
  | { type: 'refused'; error: WireError }
  | { type: 'update'; id: number; value: Json }
  | { type: 'result'; id: number; value: Json }
  | { type: 'error'; id: number; error: WireError };

/** What a server sends, as far as the client relies on it before it looks at the version. */
export const serverMessage = z.looseObject({
  type: z.enum(['challenge', 'welcome', 'refused', 'update', 'result', 'error']),
});

/** Names and nonces of marks. A client makes no other: it would be told where to put links by whoever listens. */
export const MARK = /^[A-Za-z0-9_-]{32}$/;

export const socketPathOf = (database: string): string => `${database}.sock`;
/** Where marks are left: everybody who may connect may write here, and nobody can remove what is another's. */
export const markFolderOf = (database: string): string => `${database}.marks`;
