import type { JsonObject } from '../json-object.ts';

/** How long Slack waits for an ack. */
export const ACK_MS = 3000;

export type Outcome =
  | { ok: true; body: unknown; ackMs: number }
  | { ok: false; error: 'operation_timeout' | 'dispatch_failed'; ackMs: number; noRetry?: boolean };

export interface Parcel {
  type: 'slash_commands' | 'interactive' | 'events_api';
  payload: JsonObject;
  /** Whether what the app answers means anything. */
  acceptsBody: boolean;
  retry?: { number: number; reason: string };
}
