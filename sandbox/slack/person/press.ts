import type { Core } from '../core.ts';
import { isObject, textOf, type JsonObject } from '../json-object.ts';
import type { Person } from '../state.ts';
import type { Choice } from '../values.ts';
import { act, type Pressed } from './act.ts';
import { findExactly, getTarget } from './find-element.ts';
import type { Place } from './place.ts';

export interface PressOptions {
  /** False: says no in the confirm dialog. */
  confirm?: boolean;
  /** The option of a menu, by value or text; the text for an input; a person for a people menu. */
  option?: Choice;
  /** Which one, from 0, when several carry the label. */
  nth?: number;
}

/** Presses an element of `blocks` (which may be older than what the place shows now) and waits for the ack. */
export async function press(
  core: Core,
  person: Person,
  place: Place,
  blocks: readonly JsonObject[],
  label: string,
  options: PressOptions = {},
): Promise<Pressed> {
  const target = getTarget(blocks, label, options.nth);
  const dialog = isObject(target.element['confirm']) ? confirmText(target.element['confirm']) : undefined;
  const said = dialog === undefined ? {} : { confirm: dialog };
  if (dialog !== undefined && options.confirm === false) return { ackMs: 0, cancelled: true, ...said };
  return { ...(await act(core, person, place, target, options.option ?? target.option)), ...said };
}

export interface ExactPress {
  /** The whole block as the client shows it: it may be older than what the place holds now. */
  block: JsonObject;
  actionId: string;
  /** The value of an option, the id of a person, the text of an input; several values for checkboxes. */
  option?: Choice;
}

/** As a client does it that has asked its person for confirmation already. Throws if the block has no such element. */
export async function pressExactly(core: Core, person: Person, place: Place, exact: ExactPress): Promise<Pressed> {
  return act(core, person, place, findExactly(exact.block, exact.actionId), exact.option);
}

function confirmText(confirm: JsonObject): string {
  const buttons = ['confirm', 'deny'].map((name) => textOf(confirm[name])).filter(Boolean);
  return [textOf(confirm['title']), textOf(confirm['text']), ...buttons.map((text) => `[${text}]`)]
    .filter(Boolean)
    .join('\n');
}
