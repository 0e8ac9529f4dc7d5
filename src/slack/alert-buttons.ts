import type { ActionsBlock, Button, StaticSelect } from '@slack/types';
import { stateOf } from '../core/alert.ts';
import { findAlertGroupId, type AlertGroupId } from '../core/ids.ts';
import type { AlertContext, AlertFacts, Suggestion } from './alert-context.ts';
import { plainText } from './modal.ts';

export const ACKNOWLEDGE = 'alert.acknowledge';
export const SILENCE = 'alert.silence';
export const UNSILENCE = 'alert.unsilence';
/** One for each place: ids are unique within a message. */
export const START_RUN = /^alert\.start\.[0-9]$/;

/** What a button of an alert's message carries. */
export interface PressedAlert {
  group: AlertGroupId;
  /** A runbook, or for how long. */
  choice?: string;
}

/** undefined for a value that this version did not write. */
export function findPressedAlert(value: unknown): PressedAlert | undefined {
  if (typeof value !== 'string') return undefined;
  const [id = '', choice] = value.split(' ');
  const group = findAlertGroupId(id);
  return group && { group, ...(choice !== undefined && { choice }) };
}

/** What can be done about a group as it stands; undefined when it is over. */
export function alertButtons({ group, counts }: AlertFacts, context: AlertContext): ActionsBlock | undefined {
  const state = stateOf(counts);
  if (state === 'resolved') return undefined;
  const { texts } = context;
  const elements: (Button | StaticSelect)[] = [];
  const isTaken = state === 'acknowledged' || (state === 'flapping' && group.acknowledged !== undefined);
  if (!isTaken && state !== 'silenced') {
    elements.push({
      type: 'button',
      action_id: ACKNOWLEDGE,
      text: plainText(texts.alerts.buttonAcknowledge, 75, texts),
      value: group.id,
      style: 'primary',
    });
  }
  elements.push(state === 'silenced' ? toUnsilenceButton(group.id, context) : toSilenceMenu(group.id, context));
  const { service } = group;
  if (service !== undefined) {
    const offered = group.runbooks.map((name) => ({ name, suggestion: context.findSuggestion(name, service) }));
    for (const { name, suggestion } of offered) {
      if (suggestion)
        elements.push(toStartButton(elements.length, { name, service, suggestion }, facts(group.id, context)));
    }
  }
  return elements.length === 0 ? undefined : { type: 'actions', elements };
}

const HOURS = [1, 4, 24];

function toSilenceMenu(id: AlertGroupId, { texts }: AlertContext): StaticSelect {
  const words = texts.alerts;
  return {
    type: 'static_select',
    action_id: SILENCE,
    placeholder: plainText(words.buttonSilence, 150, texts),
    options: HOURS.map((hours) => ({
      text: plainText(words.silenceFor({ hours }), 75, texts),
      value: `${id} ${hours}h`,
    })),
  };
}

function toUnsilenceButton(id: AlertGroupId, { texts }: AlertContext): Button {
  return { type: 'button', action_id: UNSILENCE, text: plainText(texts.alerts.buttonUnsilence, 75, texts), value: id };
}

const facts = (id: AlertGroupId, { texts }: AlertContext) => ({ id, texts });

function toStartButton(
  place: number,
  { name, service, suggestion }: { name: string; service: string; suggestion: Suggestion },
  { id, texts }: ReturnType<typeof facts>,
): Button {
  const words = texts.alerts;
  const title = words.confirmStartTitle({ runbook: suggestion.button, service });
  return {
    type: 'button',
    action_id: `alert.start.${place}`,
    text: plainText(suggestion.button, 75, texts),
    value: `${id} ${name}`,
    ...(!suggestion.isReadOnly && {
      confirm: {
        title: plainText(title, 100, texts),
        text: plainText(words.confirmStart({ runbook: name }), 300, texts),
        confirm: plainText(suggestion.button, 30, texts),
        deny: plainText(texts.cards.confirmKeep, 30, texts),
      },
    }),
  };
}
