import type { KnownBlock } from '@slack/types';
import type { Freeze } from '../core/guards.ts';
import type { Inventory } from '../core/inventory.ts';
import type { Texts } from '../core/texts/catalogue.ts';

export interface CardContext {
  inventory: Inventory;
  texts: Texts;
  now: Date;
  /** Runbook that leads back, if this one has any. */
  wayBack?: string | undefined;
  /** While everything destructive is frozen. */
  freeze?: Freeze | undefined;
  /** Channel where it was asked, when the card could not be posted there. */
  askedIn?: string | undefined;
}

/** A message as Slack takes it: `text` for notifications and screen readers, blocks for everybody else. */
export interface Rendered {
  text: string;
  blocks: KnownBlock[];
}
