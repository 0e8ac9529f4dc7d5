import type { ActionsBlock } from '@slack/types';
import type { StormId } from '../core/ids.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { plainText } from './modal.ts';

export const STORM_ACKNOWLEDGE = 'storm.acknowledge';

/** What can be done about all of a storm at once. To silence a kind of it takes its name: `/silence`. */
export function stormButtons(id: StormId, texts: Texts): ActionsBlock {
  const text = plainText(texts.alerts.buttonAcknowledgeStorm, 75, texts);
  return {
    type: 'actions',
    elements: [{ type: 'button', action_id: STORM_ACKNOWLEDGE, text, value: id, style: 'primary' }],
  };
}
