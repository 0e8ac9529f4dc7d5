import type { AlertReading } from '../core/alert.ts';
import type { Texts } from '../core/texts/catalogue.ts';

/** A body with what came around it. */
export interface Received {
  /** As text, a broken byte as U+FFFD. */
  text: string;
  /** The body as JSON, also when it came in a form's `payload=`; undefined when it is none. */
  json: unknown;
  /** Of a header, the first value. */
  header(name: string): string | undefined;
  query: Readonly<Record<string, string>>;
  /** What follows the source in the path. */
  subpath: string;
  /** Of the inventory: where in a body which field is. */
  fields?: Readonly<Record<string, string>>;
  /** Epoch ms. */
  now: number;
  texts: Texts;
}

/** What a body says: alerts; or nothing, for a stated reason (`ping`, `build started`); undefined: it cannot be read. */
export type Said = { readings: readonly AlertReading[] } | { notAnAlert: string } | undefined;

export interface AlertSource {
  /** As in the inventory. */
  type: string;
  /** Pure. May throw on what it did not expect: then the body is unreadable. */
  read(received: Received): Said;
  /** What the sender wants to hear; by default how many alerts were taken. */
  answer?: string;
  /** HMAC-SHA256 over the body, in hex, with the token as its key. */
  signature?: { header: string; prefix?: string };
  /** Amazon's own signature, over fields of the body. */
  isSignedBySns?: boolean;
  /** Header that names a delivery for ever. */
  deliveryHeader?: string;
}

/** Makes a source of alerts; the loader finds it by its file. */
export function defineAlertSource(source: AlertSource): AlertSource {
  return source;
}

export function isAlertSource(value: unknown): value is AlertSource {
  return typeof value === 'object' && value !== null && 'type' in value && 'read' in value;
}
