import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ShownMe, ShownPerson, ShownWorkspace } from '../../page-server/shapes.ts';
import type { JsonObject } from '../../slack/json-object.ts';
import type { DateReader } from './format-date.ts';

/** Who reads, and what the names behind ids are. */
export interface ReaderContext {
  people: readonly ShownPerson[];
  usergroups: ShownWorkspace['usergroups'];
  channels: readonly Pick<ShownMe['channels'][number], 'id' | 'name' | 'kind'>[];
  meId: string;
  /** Language of the client; English without it. */
  locale?: 'en' | 'ko';
  /** IANA name; the system's without it. */
  timeZone?: string;
  /** What dates are compared with; the moment of drawing without it. */
  now?: Date;
}

/** What was chosen or entered: options by their value, people by id, texts as they are. */
export type FormValue = string | string[];

export interface Press {
  blockId: string;
  actionId: string;
  block: JsonObject;
  /** What was chosen or entered; none for buttons. */
  option?: FormValue;
}

export interface Host {
  context: ReaderContext;
  /** Resolves with the app's ack; `error` is shown beside the element. */
  act(press: Press): Promise<{ error?: string }>;
  /** Of the inputs of a modal, by block_id; what is not there has its initial value. Without it inputs keep their own. */
  values?: Readonly<Record<string, FormValue>>;
  onChange?(blockId: string, value: FormValue): void;
  /** By block_id, under the input. */
  errors?: Readonly<Record<string, string>>;
}

export const HostContext = createContext<Host | undefined>(undefined);

export function useHost(): Host {
  const host = useContext(HostContext);
  if (!host) throw new Error('blocks are drawn inside <Blocks>');
  return host;
}

export function toDateReader({ locale = 'en', timeZone, now = new Date() }: ReaderContext): DateReader {
  return { locale, timeZone, now };
}
