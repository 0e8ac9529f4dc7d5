import type { ComponentType } from 'preact';
import { toText, type JsonObject } from '../../slack/json-object.ts';
import { Actions } from './actions.tsx';
import { Alert } from './alert.tsx';
import { Context } from './context.tsx';
import { Header } from './header.tsx';
import { Image } from './image.tsx';
import { InputBlock } from './input-block.tsx';
import { Markdown } from './markdown.tsx';
import { RichText } from './rich-text.tsx';
import { Section } from './section.tsx';
import { Table } from './table.tsx';
import { UnknownNote } from './unknown-note.tsx';

const KINDS: Record<string, ComponentType<{ block: JsonObject }>> = {
  section: Section,
  header: Header,
  context: Context,
  divider: () => <hr class="bk-divider" />,
  actions: Actions,
  image: Image,
  input: InputBlock,
  rich_text: RichText,
  table: Table,
  alert: Alert,
  markdown: Markdown,
};

export function Block({ block }: { block: JsonObject }) {
  const type = toText(block['type']);
  const Kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  return Kind ? <Kind block={block} /> : <UnknownNote type={type} />;
}
