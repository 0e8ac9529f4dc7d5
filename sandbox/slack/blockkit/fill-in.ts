import { isObject, type JsonObject } from '../json-object.ts';
import { elementsOf } from './unique-ids.ts';

/**
 * Blocks as Slack stores and returns them: ids filled in, defaults spelled out, images measured. Sending such an image
 * back is refused, as on Slack (bolt-js#1841).
 */
export function fillIn(blocks: readonly JsonObject[], nextId: () => string): JsonObject[] {
  return blocks.map((given) => {
    const block = spellOut(structuredClone(given)) as JsonObject;
    block['block_id'] ??= nextId();
    for (const { element } of elementsOf(block)) {
      if (element['type'] !== 'image') element['action_id'] ??= nextId();
    }
    if (block['type'] === 'image') {
      Object.assign(block, { fallback: block['alt_text'], image_width: 800, image_height: 400, image_bytes: 1024 });
    }
    return block;
  });
}

/** Every text object with its defaults. */
export function spellOut(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spellOut);
  if (!isObject(value)) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, spellOut(each)]));
  if (copy['type'] === 'plain_text') copy['emoji'] ??= true;
  if (copy['type'] === 'mrkdwn') copy['verbatim'] ??= false;
  return copy;
}
