import type { JsonObject } from '../../slack/json-object.ts';
import { TextObject } from './text-object.tsx';

export function Header({ block }: { block: JsonObject }) {
  return (
    <h3 class="bk-header">
      <TextObject text={block['text']} />
    </h3>
  );
}
