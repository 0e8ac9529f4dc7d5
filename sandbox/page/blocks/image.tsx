import type { JsonObject } from '../../slack/json-object.ts';
import { ImageElement } from './elements/image-element.tsx';
import { TextObject } from './text-object.tsx';

export function Image({ block }: { block: JsonObject }) {
  return (
    <figure class="bk-image-block">
      {block['title'] !== undefined && (
        <figcaption class="bk-image-title">
          <TextObject text={block['title']} />
        </figcaption>
      )}
      <ImageElement image={block} />
    </figure>
  );
}
