import type { Texts } from '../core/texts/catalogue.ts';
import type { MethodName, ParamsOf, ResultOf, SeenRun } from '../terminal/methods.ts';

/** What a verb asks things of, as the person at this terminal: the running bot, or the engine in this process. */
export interface Desk {
  readonly place: 'bot' | 'here';
  readonly person: string;
  /** In the language of the team. */
  readonly texts: Texts;
  call<M extends MethodName>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>>;
  /** Tells of the run each time it changed. Here, it is what carries the run on. Ends early when `signal` is aborted. */
  follow(id: string, until: 'stand' | 'end', onChange: (seen: SeenRun) => void, signal: AbortSignal): Promise<void>;
  /** Here: hands over what is in hand. */
  close(): Promise<void>;
}
