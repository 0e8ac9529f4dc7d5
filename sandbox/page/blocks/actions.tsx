import { toObjects, toText, type JsonObject } from '../../slack/json-object.ts';
import { Element } from './elements/element.tsx';

export function Actions({ block }: { block: JsonObject }) {
  return (
    <div class="bk-actions">
      {toObjects(block['elements']).map((element, index) => (
        <Element key={toText(element['action_id']) || index} block={block} element={element} />
      ))}
    </div>
  );
}
