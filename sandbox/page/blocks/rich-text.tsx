import { toObjects, toText, type JsonObject } from '../../slack/json-object.ts';
import { RichInlines } from './rich-inlines.tsx';
import { UnknownNote } from './unknown-note.tsx';

/** A rich_text block, also as a cell of a table. */
export function RichText({ block }: { block: JsonObject }) {
  return (
    <div class="bk-rich">
      {toObjects(block['elements']).map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </div>
  );
}

function Part({ part }: { part: JsonObject }) {
  const type = toText(part['type']);
  const elements = toObjects(part['elements']);
  const border = part['border'] === 1 ? ' bk-bordered' : '';
  if (type === 'rich_text_section')
    return (
      <div class="bk-text">
        <RichInlines elements={elements} />
      </div>
    );
  if (type === 'rich_text_quote')
    return (
      <blockquote class="bk-quote bk-text">
        <RichInlines elements={elements} />
      </blockquote>
    );
  if (type === 'rich_text_preformatted')
    return (
      <pre class={`bk-pre${border}`}>
        <RichInlines elements={elements} />
      </pre>
    );
  return type === 'rich_text_list' ? <List list={part} border={border} /> : <UnknownNote type={type} />;
}

/** Slack nests by `indent` alone: a list further in is the next list. */
function List({ list, border }: { list: JsonObject; border: string }) {
  const indent = toWhole(list['indent'], 8);
  const offset = toWhole(list['offset'], 1_000_000);
  const items = toObjects(list['elements']).map((item, index) => (
    <li key={index} class="bk-text">
      <RichInlines elements={toObjects(item['elements'])} />
    </li>
  ));
  const look = { class: `bk-list bk-level-${indent % 3}${border}`, style: { '--indent': indent } };
  if (list['style'] !== 'ordered') return <ul {...look}>{items}</ul>;
  return (
    <ol {...look} start={offset + 1}>
      {items}
    </ol>
  );
}

const toWhole = (value: unknown, max: number): number =>
  typeof value === 'number' ? Math.min(max, Math.max(0, Math.trunc(value) || 0)) : 0;
