import { toText, type JsonObject } from '../../../slack/json-object.ts';
import { UnknownNote } from '../unknown-note.tsx';
import { ActingControl } from './acting-control.tsx';
import { Button } from './button.tsx';
import { isControl } from './control.tsx';
import { ImageElement } from './image-element.tsx';
import { Overflow } from './overflow.tsx';

interface Props {
  block: JsonObject;
  element: JsonObject;
  labelledBy?: string | undefined;
}

/** Anything that stands in an actions block or beside a section. */
export function Element({ block, element, labelledBy }: Props) {
  const type = toText(element['type']);
  if (type === 'button') return <Button block={block} element={element} />;
  if (type === 'overflow') return <Overflow block={block} element={element} />;
  if (type === 'image') return <ImageElement image={element} />;
  if (isControl(type)) return <ActingControl block={block} element={element} labelledBy={labelledBy} />;
  return <UnknownNote type={type} />;
}
