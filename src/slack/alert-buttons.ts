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

type Element = Button | StaticSelect;
type Place = (facts: AlertFacts, context: AlertContext) => Element[];

/**
 * The order of the buttons, from what is pressed first at night to what is pressed last. A place without anything to offer
 * is left out. The last is kept for *Open incident*: its place is one line more here, when there are incidents; until then
 * there is no button that does nothing.
 */
const PLACES: readonly Place[] = [toAcknowledge, toSilence, toStarts];

/** What can be done about a group as it stands; undefined when it is over. */
export function alertButtons(facts: AlertFacts, context: AlertContext): ActionsBlock | undefined {
  if (stateOf(facts.counts) === 'resolved') return undefined;
  const elements = PLACES.flatMap((place) => place(facts, context));
  return elements.length === 0 ? undefined : { type: 'actions', elements };
}

function toAcknowledge({ group, counts }: AlertFacts, { texts }: AlertContext): Element[] {
  const state = stateOf(counts);
  const isTaken = state === 'acknowledged' || (state === 'flapping' && group.acknowledged !== undefined);
  if (isTaken || state === 'silenced') return [];
  const text = plainText(texts.alerts.buttonAcknowledge, 75, texts);
  return [{ type: 'button', action_id: ACKNOWLEDGE, text, value: group.id, style: 'primary' }];
}

function toSilence({ group, counts }: AlertFacts, context: AlertContext): Element[] {
  return [stateOf(counts) === 'silenced' ? toUnsilenceButton(group.id, context) : toSilenceMenu(group.id, context)];
}

function toStarts({ group }: AlertFacts, context: AlertContext): Element[] {
  const { id, service, runbooks } = group;
  if (service === undefined) return [];
  return runbooks.flatMap((name, place) => {
    const suggestion = context.findSuggestion(name, service);
    return suggestion ? [toStartButton(place, { name, service, suggestion }, facts(id, context))] : [];
  });
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
