import { isObject, toObjects, toText, type JsonObject } from '../json-object.ts';
import type { Issue } from './rule.ts';

/** Interactive elements of a block, each with its path inside the block. */
export function elementsOf(block: JsonObject): { element: JsonObject; path: string }[] {
  const single = ['accessory', 'element'].flatMap((name) => {
    const element = block[name];
    return isObject(element) ? [{ element, path: name }] : [];
  });
  if (block['type'] !== 'actions') return single;
  return [...single, ...toObjects(block['elements']).map((element, index) => ({ element, path: `elements/${index}` }))];
}

/** block_id once per message or view, action_id once per block. */
export function findRepeatedIds(blocks: unknown, pointer: string): Issue[] {
  const issues: Issue[] = [];
  const seenBlocks = new Set<unknown>();
  for (const [index, block] of toObjects(blocks).entries()) {
    const at = `${pointer}/${index}`;
    issues.push(...repeated('block_id', block, seenBlocks, at));
    const seenActions = new Set<unknown>();
    for (const { element, path } of elementsOf(block)) {
      issues.push(...repeated('action_id', element, seenActions, `${at}/${path}`));
    }
  }
  return issues;
}

function repeated(name: string, holder: JsonObject, seen: Set<unknown>, pointer: string): Issue[] {
  const id = holder[name];
  if (id === undefined) return [];
  if (seen.has(id)) return [{ line: `\`${name}\` "${toText(id)}" already exists`, pointer: `${pointer}/${name}` }];
  seen.add(id);
  return [];
}
