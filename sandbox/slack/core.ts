import type { Clock } from '../../src/core/clock.ts';
import type { Changes } from './changes.ts';
import type { Outcome } from './delivery/outcome.ts';
import type { SocketHub } from './delivery/socket-hub.ts';
import type { Triggers } from './delivery/triggers.ts';
import type { FaultPlan } from './faults.ts';
import type { Installed } from './installed.ts';
import type { JsonObject } from './json-object.ts';
import type { RateLimiter } from './rates.ts';
import type { CallRecord } from './record.ts';
import type { Channel, State } from './state.ts';

/** Everything the parts of one workspace share. */
export interface Core {
  readonly state: State;
  readonly clock: Clock;
  readonly changes: Changes;
  readonly record: CallRecord;
  readonly faults: FaultPlan;
  readonly rates: RateLimiter;
  readonly installed: Installed;
  readonly sockets: SocketHub;
  readonly delivery: Delivery;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  /** `http://127.0.0.1:port`, known once the server listens. */
  readonly address: { url: string };
}

/** From the workspace to the app, by whichever way it is connected. */
export interface Delivery {
  sendCommand(payload: JsonObject): Promise<Outcome>;
  sendInteraction(payload: JsonObject): Promise<Outcome>;
  /** The first try's outcome, undefined if the app is not subscribed; retries go on in the background. */
  sendEvent(event: JsonObject, subscription: string): Promise<Outcome | undefined>;
  sendRateLimitNotice(): Promise<Outcome>;
  /** Slack's check of a request URL: does the app answer the challenge? */
  verifyUrl(): Promise<boolean>;
  setAppUrl(url: string | undefined): void;
  close(): void;
}

export interface Origin {
  kind: 'commands' | 'actions';
  channel: Channel;
  user: string;
  /** The message with the button that was pressed. */
  message?: { ts: string; ephemeral: boolean };
}

/** `response_url`s: 5 uses within 30 minutes. */
export interface ResponseUrls {
  issue(origin: Origin): string;
  /** Takes what was posted to `path`; throws SlackError, with the HTTP status in `details.status`. */
  use(core: Core, path: string, body: unknown): void;
}
