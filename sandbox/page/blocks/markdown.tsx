import { useMemo } from 'preact/hooks';
import { toText, type JsonObject } from '../../slack/json-object.ts';
import { parseMarkdown, type Piece } from './markdown/parse-markdown.ts';
import { Nodes } from './nodes.tsx';

/** The markdown block: what people and models write most of standard Markdown. */
export function Markdown({ block }: { block: JsonObject }) {
  const text = toText(block['text']);
  return (
    <div class="bk-markdown">
      <Pieces pieces={useMemo(() => parseMarkdown(text), [text])} />
    </div>
  );
}

function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map((piece, index) => <OnePiece key={index} piece={piece} />);
}

function OnePiece({ piece }: { piece: Piece }) {
  switch (piece.type) {
    case 'heading':
      return (
        <div class={`bk-heading bk-heading-${piece.level}`} role="heading" aria-level={piece.level + 2}>
          <Nodes nodes={piece.children} />
        </div>
      );
    case 'paragraph':
      return (
        <p class="bk-text">
          <Nodes nodes={piece.children} />
        </p>
      );
    case 'code':
      return <pre class="bk-pre">{piece.text}</pre>;
    case 'rule':
      return <hr class="bk-divider" />;
    case 'quote':
      return (
        <blockquote class="bk-quote">
          <Pieces pieces={piece.children} />
        </blockquote>
      );
    case 'list': {
      const look = { class: `bk-list bk-level-${piece.indent % 3}`, style: { '--indent': piece.indent } };
      const items = piece.items.map((item, index) => (
        <li key={index} class="bk-text">
          <Nodes nodes={item} />
        </li>
      ));
      return piece.start === undefined ? (
        <ul {...look}>{items}</ul>
      ) : (
        <ol {...look} start={piece.start}>
          {items}
        </ol>
      );
    }
  }
}
