import type { Json } from '../core/json.ts';
import type { Output } from '../core/output.ts';

/** The parts of a message's body that are rendered here, whatever wrote it. */
export interface MessageBody {
  text: string;
  heading: string;
  outputs: readonly Output[];
  /** People (`U…`) and usergroups (`S…`) to call; nothing else in a body can mention anybody. */
  mention: readonly string[];
  sequence: number;
  hash: string;
  /** Id of a review. */
  review: string;
  /** Where it was asked, when it could not be posted there. */
  askedIn?: string;
}

export function toMessageBody(body: Json | undefined): MessageBody {
  const raw = toRecord(body);
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
  return {
    text: text(raw['text']),
    heading: text(raw['heading']),
    outputs: list(raw['outputs']).flatMap((item) => {
      const output = item as Partial<Output> | null;
      return typeof output?.text === 'string' ? [{ title: text(output.title), text: output.text }] : [];
    }),
    mention: list(raw['mention']).filter((id): id is string => typeof id === 'string' && /^[UWS][A-Z0-9]+$/.test(id)),
    sequence: typeof raw['sequence'] === 'number' ? raw['sequence'] : 0,
    hash: text(raw['hash']),
    review: text(raw['review']),
    ...(typeof raw['askedIn'] === 'string' ? { askedIn: raw['askedIn'] } : {}),
  };
}

/** The body with a note of where the message should have gone. */
export function withAskedIn(body: Json | undefined, channel: string): Json {
  return { ...toRecord(body), askedIn: channel };
}

function toRecord(body: Json | undefined): Readonly<Record<string, Json>> {
  const isRecord = typeof body === 'object' && body !== null && !Array.isArray(body);
  return isRecord ? (body as Readonly<Record<string, Json>>) : {};
}
