import { toObjects, toText, type JsonObject } from '../../slack/json-object.ts';
import { RichText } from './rich-text.tsx';
import { useWords } from './words.ts';

/** A table that scrolls inside itself; its first row is the heading. */
export function Table({ block }: { block: JsonObject }) {
  const words = useWords();
  const rows = Array.isArray(block['rows']) ? block['rows'].map(toObjects) : [];
  const columns = Array.isArray(block['column_settings']) ? block['column_settings'] : [];
  const [head = [], ...body] = rows;
  const row = (cells: JsonObject[], isHead: boolean) =>
    cells.map((cell, index) => (
      <Cell key={index} cell={cell} settings={toObjects([columns[index]])[0]} isHead={isHead} />
    ));
  return (
    // Scrolling by keyboard needs the focus.
    <div class="bk-table" role="region" aria-label={words.table} tabIndex={0}>
      <table>
        <thead>
          <tr>{row(head, true)}</tr>
        </thead>
        <tbody>
          {body.map((cells, index) => (
            <tr key={index}>{row(cells, false)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  cell: JsonObject;
  settings: JsonObject | undefined;
  isHead: boolean;
}

function Cell({ cell, settings, isHead }: CellProps) {
  const align = toText(settings?.['align']) || 'left';
  const look = `bk-cell bk-cell-${align}${settings?.['is_wrapped'] === true ? ' bk-cell-wrapped' : ''}`;
  const content = cell['type'] === 'rich_text' ? <RichText block={cell} /> : toCellText(cell);
  if (!isHead) return <td class={look}>{content}</td>;
  return (
    <th class={look} scope="col">
      {content}
    </th>
  );
}

function toCellText({ text, value }: JsonObject): string {
  return toText(text) || (typeof value === 'number' ? String(value) : '');
}
