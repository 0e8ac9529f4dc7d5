import { elementsOf } from '../blockkit/unique-ids.ts';
import { textOf, toText, type JsonObject } from '../json-object.ts';
import { optionsOf } from '../values.ts';

export interface Target {
  block: JsonObject;
  element: JsonObject;
  /** When the label named an option of a menu. */
  option?: string;
}

/** What a label means on a screen: a button's text, an action_id, a menu's placeholder or one of its options. */
export function findTargets(blocks: readonly JsonObject[], label: string): Target[] {
  const all = blocks.flatMap((block) => elementsOf(block).map(({ element }) => ({ block, element })));
  const named = all.filter(({ block, element }) => namesOf(block, element).includes(label));
  if (named.length > 0) return named;
  const hasOption = ({ element }: Target): boolean => optionsOf(element).some((each) => textOf(each['text']) === label);
  return all.filter(hasOption).map((target) => ({ ...target, option: label }));
}

function namesOf(block: JsonObject, element: JsonObject): string[] {
  const label = block['type'] === 'input' ? textOf(block['label']) : '';
  return [toText(element['action_id']), textOf(element['text']), textOf(element['placeholder']), label].filter(Boolean);
}

/** The one element meant; throws and lists what is there if none or several fit. `nth` (from 0) picks among several. */
export function getTarget(blocks: readonly JsonObject[], label: string, nth?: number): Target {
  const found = findTargets(blocks, label);
  const target = found[nth ?? 0];
  if (target && (nth !== undefined || found.length === 1)) return target;
  const there = blocks.flatMap((block) => elementsOf(block).flatMap(({ element }) => namesOf(block, element)));
  const problem = found.length > 1 ? `${found.length} elements` : 'nothing';
  throw new Error(`${problem} called "${label}"; there are: ${there.join(', ') || 'no elements'}`);
}

/** The element with an action_id; throws and lists what the block has if it is not there. */
export function findExactly(block: JsonObject, actionId: string): Target {
  const elements = elementsOf(block).map(({ element }) => element);
  const element = elements.find((each) => each['action_id'] === actionId);
  if (element) return { block, element };
  const there = elements.map((each) => toText(each['action_id'])).join(', ');
  throw new Error(`no element "${actionId}" in block "${toText(block['block_id'])}"; there are: ${there || 'none'}`);
}
