import { toObjects, type JsonObject } from '../../slack/json-object.ts';
import { ImageElement } from './elements/image-element.tsx';
import { TextObject } from './text-object.tsx';

/** Small, soft text and pictures in a row. */
export function Context({ block }: { block: JsonObject }) {
  return (
    <div class="bk-context">
      {toObjects(block['elements']).map((element, index) =>
        element['type'] === 'image' ? (
          <ImageElement key={index} image={element} />
        ) : (
          <span key={index} class="bk-context-text">
            <TextObject text={element} />
          </span>
        ),
      )}
    </div>
  );
}
