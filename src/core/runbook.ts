import type { z } from 'zod';
import type { Inventory } from './inventory.ts';
import type { PlannedStep } from './step.ts';
import type { Texts } from './texts/catalogue.ts';

export interface Runbook<P> {
  /** What people type after `/runbook run`. */
  name: string;
  summary(texts: Texts): string;
  /** Every runbook here is about one service; further parameters come as `key=value`. */
  params: z.ZodType<P & { service: string }>;
  /** Pure: the same params and inventory give the same steps. */
  plan(params: P & { service: string }, inventory: Inventory): readonly PlannedStep[];
  /** What a button says that starts it. */
  button?(texts: Texts): string;
  /** A runbook that leads back, offered on the card of a run that succeeded. */
  wayBack?: string;
  /** It moves the service between its sites: soon after another that does, approving asks for a further confirmation. */
  isMove?: boolean;
}

export type AnyRunbook = Runbook<Record<string, unknown>>;

/** Makes a runbook; the loader finds it by its file. */
export function defineRunbook<P>(runbook: Runbook<P>): Runbook<P> {
  return runbook;
}

export function isRunbook(value: unknown): value is AnyRunbook {
  return typeof value === 'object' && value !== null && 'plan' in value && 'params' in value;
}
