import { systemActor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import type { Json } from '../core/json.ts';
import type { MessageDraft } from '../core/message.ts';
import type { WatcherStore } from '../core/watcher-store.ts';
import { toHearingNote, type HearingNote } from './judge-hearing.ts';

const NAME = 'hearing';

type Change = Partial<{ [K in keyof HearingNote]: HearingNote[K] | undefined }>;

/** What is remembered of hearing; a key that is set to undefined is forgotten. */
export function createHearingNote({
  watchers,
  channel,
  clock,
}: {
  watchers: WatcherStore;
  channel: string;
  clock: Clock;
}) {
  let note: HearingNote | undefined;
  return {
    async load(): Promise<void> {
      note ??= toHearingNote(await watchers.find(NAME), channel);
    },
    read: (): HearingNote => note ?? { channel },
    async change(
      change: Change,
      { act, messages = [] }: { act?: string; messages?: readonly MessageDraft[] } = {},
    ): Promise<void> {
      const { person, via } = systemActor;
      await watchers.change(NAME, clock.now(), (doc) => {
        const after = { ...toHearingNote(doc, channel), ...change };
        note = JSON.parse(JSON.stringify(after)) as HearingNote;
        const audit = act === undefined ? [] : [{ actor: person, via, act, subject: {}, outcome: 'ok' as const }];
        return { doc: note as unknown as Json, audit, messages };
      });
    },
  };
}
