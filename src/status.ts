import type { Environment } from './config/environment.ts';
import type { Clock } from './core/clock.ts';
import { formatDuration } from './core/duration.ts';
import type { Store } from './core/store.ts';
import type { Texts } from './core/texts/catalogue.ts';

interface Facts {
  store: Store;
  environment: Environment;
  isSlackConnected(): boolean;
  startedAt: Date;
  clock: Clock;
  texts: Texts;
}

/** The lines of `/watchkeeper status`. */
export async function describeStatus({
  store,
  environment,
  isSlackConnected,
  startedAt,
  clock,
  texts,
}: Facts): Promise<readonly string[]> {
  const now = clock.now().getTime();
  const oldest = await store.messages.oldestUndelivered();
  const head = await store.audit.head();
  return [
    texts.app.up({ duration: formatDuration(now - startedAt.getTime()) }),
    texts.app.store({ kind: environment.store.kind }),
    texts.app.slack({ mode: environment.slack.mode, isConnected: isSlackConnected() }),
    texts.app.queue({ age: oldest === undefined ? undefined : formatDuration(now - oldest) }),
    texts.app.audit({ sequence: head?.sequence ?? 0, hash: head?.hash.slice(0, 16) ?? '-' }),
  ];
}
