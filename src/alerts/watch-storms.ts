import type { AlertStore } from '../core/alert-store.ts';
import { STORM_PAGE, type AlertStorm } from '../core/alert-storm.ts';
import type { MessageDraft } from '../core/message.ts';
import { toFileMessage, toPageMessage, toStormMessage } from './storm-places.ts';

const CALM_MS = 3_000;
const OVER_MS = 60_000;
const FILE_OVER = 2_000;

/** Lists what a storm brought last, and ends it after a quiet minute. True when messages are wanted. */
export async function watchStorms(store: AlertStore, now: Date): Promise<boolean> {
  const quiet = await store.listQuietStorms(new Date(now.getTime() - CALM_MS));
  for (const { id } of quiet) await store.updateStorm(id, now, (storm) => calm(storm, now));
  return quiet.length > 0;
}

function calm(storm: AlertStorm, now: Date): { storm: AlertStorm; messages: MessageDraft[] } | undefined {
  const isOver = now.getTime() - storm.grewAt >= OVER_MS;
  const isListed = storm.listed === storm.count;
  if (storm.endedAt !== undefined || (isListed && !isOver)) return undefined;
  const messages: MessageDraft[] = [toStormMessage(storm)];
  if (!isListed && storm.count % STORM_PAGE !== 0) {
    messages.push(toPageMessage(storm, Math.floor(storm.count / STORM_PAGE)));
  }
  if (isOver && storm.count > FILE_OVER) messages.push(toFileMessage(storm));
  return { storm: { ...storm, listed: storm.count, ...(isOver && { endedAt: now.getTime() }) }, messages };
}
