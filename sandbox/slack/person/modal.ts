import { SlackError } from '../api/slack-error.ts';
import { lengthOf } from '../blockkit/rule.ts';
import { toPlain } from '../blockkit/plain.ts';
import type { Core } from '../core.ts';
import { textOf, toObject, toObjects, toText, type JsonObject } from '../json-object.ts';
import type { Person, View } from '../state.ts';
import { isEmptyValue, toValue, type Choice } from '../values.ts';
import {
  checkViewArgument,
  closeModals,
  dismissModal,
  findTopModal,
  pushModal,
  replaceView,
  toApiView,
} from '../views.ts';
import { toSender } from './who.ts';

/** A modal or Home tab as its person sees it. */
export interface SeenView {
  id: string;
  title: string;
  callbackId: string;
  blocks: JsonObject[];
  /** Labels of the two buttons below; a modal without inputs has no submit. */
  submit?: string;
  close?: string;
  /** Errors under the inputs, by block_id. */
  errors: Record<string, string>;
  plain: string;
}

export interface Submitted {
  ackMs: number;
  closed?: true;
  /** By block_id: the app's, or the client's own for empty required inputs (then ackMs is 0). */
  errors?: Record<string, string>;
  updated?: SeenView;
  pushed?: SeenView;
  error?: 'operation_timeout' | 'dispatch_failed' | 'invalid_response';
  /** What the person sees when it went wrong; the modal stays open. */
  shown?: string;
}

const NO_CONNECTION = 'We had some trouble connecting. Try again?';

export function toSeenView(view: View): SeenView {
  const { body } = view;
  const blocks = structuredClone(toObjects(body['blocks']));
  const submit = textOf(body['submit']);
  const close = textOf(body['close']);
  const buttons = [submit, close].filter(Boolean);
  const title = textOf(body['title']);
  const errors = Object.values(view.errors).map((text) => `! ${text}`);
  const lines = [title, toPlain(blocks), ...errors, buttons.map((text) => `[${text}]`).join(' ')];
  const plain = lines.filter(Boolean).join('\n');
  return {
    id: view.id,
    title,
    callbackId: toText(body['callback_id']),
    blocks,
    ...(submit !== '' && { submit }),
    ...(close !== '' && { close }),
    errors: { ...view.errors },
    plain,
  };
}

export function getTopModal(core: Core, person: Person): View {
  const view = findTopModal(core, person.id);
  if (!view) throw new Error(`${person.name} has no modal open`);
  return view;
}

/** Fills in inputs, by block_id or label, and submits. */
export async function submit(core: Core, person: Person, input: Record<string, Choice>): Promise<Submitted> {
  const view = getTopModal(core, person);
  if (view.body['submit'] === undefined) throw new Error('this modal has no submit button');
  for (const [name, choice] of Object.entries(input)) fill(core, view, name, choice);
  view.errors = findIncomplete(view);
  core.changes.emit();
  if (Object.keys(view.errors).length > 0) return { ackMs: 0, errors: { ...view.errors } };
  const outcome = await core.delivery.sendInteraction({
    type: 'view_submission',
    ...toSender(core, person),
    trigger_id: core.triggers.issue(person.id),
    view: toApiView(core, view),
    response_urls: [],
  });
  const { ackMs } = outcome;
  if (!outcome.ok) return { ackMs, error: outcome.error, shown: NO_CONNECTION };
  try {
    return { ackMs, ...applyResponse(core, view, toObject(outcome.body)) };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    core.record.refused('ack of view_submission', error.code, error.messages);
    return { ackMs, error: 'invalid_response', shown: NO_CONNECTION };
  }
}

const inputsOf = (view: View): JsonObject[] =>
  toObjects(view.body['blocks']).filter((block) => block['type'] === 'input');

function fill(core: Core, view: View, name: string, choice: Choice): void {
  const inputs = inputsOf(view);
  const block = inputs.find((each) => each['block_id'] === name || textOf(each['label']) === name);
  if (!block)
    throw new Error(`no input "${name}"; there are: ${inputs.map((each) => textOf(each['label'])).join(', ')}`);
  const element = toObject(block['element']);
  const value = toValue(element, choice, core.state.people);
  view.values[toText(block['block_id'])] = { [toText(element['action_id'])]: value };
}

/** What Slack's own client refuses to send. */
function findIncomplete(view: View): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of inputsOf(view)) {
    const element = toObject(block['element']);
    const blockId = toText(block['block_id']);
    const value = view.values[blockId]?.[toText(element['action_id'])];
    if (isEmptyValue(value)) {
      if (block['optional'] !== true) errors[blockId] = 'Please complete this required field.';
      continue;
    }
    const length = lengthOf(toText(value?.['value']));
    const { min_length: min, max_length: max } = element;
    if (typeof min === 'number' && length < min) errors[blockId] = `Must be at least ${min} characters.`;
    if (typeof max === 'number' && length > max) errors[blockId] = `Must be at most ${max} characters.`;
  }
  return errors;
}

function applyResponse(core: Core, view: View, body: JsonObject): Omit<Submitted, 'ackMs'> {
  const action = body['response_action'];
  if (action === undefined) {
    if (Object.keys(body).length > 0) throw new SlackError('missing_response_action');
    dismissModal(core, view);
    return { closed: true };
  }
  if (action === 'clear') {
    closeModals(core, view.user);
    return { closed: true };
  }
  if (action === 'errors') return { errors: showErrors(core, view, toObject(body['errors'])) };
  const next = checkViewArgument(body['view'], 'modal');
  if (action === 'push') return { pushed: toSeenView(pushModal(core, view.user, next)) };
  if (action !== 'update') throw new SlackError('invalid_response_action', [JSON.stringify(action)]);
  replaceView(core, view, next);
  return { updated: toSeenView(view) };
}

function showErrors(core: Core, view: View, given: JsonObject): Record<string, string> {
  const known = new Set(inputsOf(view).map((block) => block['block_id']));
  const unknown = Object.keys(given).filter((id) => !known.has(id));
  if (unknown.length > 0) throw new SlackError('invalid_errors', [`not an input: ${unknown.join(', ')}`]);
  if (Object.keys(given).length === 0) throw new SlackError('invalid_errors', ['no errors given']);
  view.errors = Object.fromEntries(Object.entries(given).map(([id, text]) => [id, String(text)]));
  core.changes.emit();
  return { ...view.errors };
}

/** Presses Close. The app hears of it only if it asked to. */
export async function closeModal(core: Core, person: Person): Promise<void> {
  const view = getTopModal(core, person);
  const clears = view.body['clear_on_close'] === true;
  const shape = toApiView(core, view);
  if (clears) closeModals(core, person.id);
  else dismissModal(core, view);
  if (view.body['notify_on_close'] !== true) return;
  await core.delivery.sendInteraction({
    type: 'view_closed',
    ...toSender(core, person),
    view: shape,
    is_cleared: clears,
  });
}
