import { useId } from 'preact/hooks';
import { isObject, textOf, toObjects, type JsonObject } from '../../slack/json-object.ts';
import { Collapsible } from './collapsible.tsx';
import { Element } from './elements/element.tsx';
import { TextObject } from './text-object.tsx';

export function Section({ block }: { block: JsonObject }) {
  const id = useId();
  const { text, accessory, expand } = block;
  const fields = toObjects(block['fields']);
  return (
    <div class="bk-section">
      <div class="bk-section-body" id={id}>
        {text !== undefined && (
          <div class="bk-text">
            <Collapsible length={expand === true ? 0 : textOf(text).length}>
              <TextObject text={text} />
            </Collapsible>
          </div>
        )}
        {fields.length > 0 && (
          <div class="bk-fields">
            {fields.map((field, index) => (
              <div key={index} class="bk-text">
                <TextObject text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {isObject(accessory) && (
        <div class="bk-accessory">
          <Element block={block} element={accessory} labelledBy={id} />
        </div>
      )}
    </div>
  );
}
