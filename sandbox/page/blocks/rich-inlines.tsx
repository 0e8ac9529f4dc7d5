import type { ComponentChildren } from 'preact';
import { toObject, toText, type JsonObject } from '../../slack/json-object.ts';
import { DateText } from './date-text.tsx';
import { Emoji } from './emoji.tsx';
import { Link } from './link.tsx';
import { Mention } from './mention.tsx';
import { findEmoji } from './mrkdwn/find-emoji.ts';
import { findSafeUrl } from './safe-url.ts';

const STYLES = ['code', 'strike', 'italic', 'bold', 'underline'] as const;
const TAGS = { code: 'code', strike: 's', italic: 'i', bold: 'b', underline: 'u' } as const;

/** The inline elements of rich text with their styles. */
export function RichInlines({ elements }: { elements: readonly JsonObject[] }) {
  return elements.map((element, index) => (
    <Styled key={index} style={toObject(element['style'])}>
      <RichInline element={element} />
    </Styled>
  ));
}

function Styled({ style, children }: { style: JsonObject; children: ComponentChildren }) {
  return STYLES.filter((name) => style[name] === true).reduce<ComponentChildren>((inner, name) => {
    const Tag = TAGS[name];
    return <Tag class={name === 'code' ? 'bk-code' : undefined}>{inner}</Tag>;
  }, children);
}

function RichInline({ element }: { element: JsonObject }) {
  const text = (name: string): string => toText(element[name]);
  switch (element['type']) {
    case 'text':
      return <>{text('text')}</>;
    case 'link': {
      const url = findSafeUrl(text('url'));
      const shown = text('text') || text('url').replace(/^mailto:/i, '');
      return url === undefined ? <>{shown}</> : <Link url={url}>{shown}</Link>;
    }
    case 'emoji': {
      const unicode = findEmoji(text('name')) ?? fromCodes(text('unicode'));
      return unicode === undefined ? <>:{text('name')}:</> : <Emoji name={text('name')} unicode={unicode} />;
    }
    case 'user':
      return <Mention node={{ type: 'user', id: text('user_id') }} />;
    case 'usergroup':
      return <Mention node={{ type: 'usergroup', id: text('usergroup_id') }} />;
    case 'channel':
      return <Mention node={{ type: 'channel', id: text('channel_id') }} />;
    case 'broadcast':
      return <Mention node={{ type: 'broadcast', range: toRange(element['range']) }} />;
    case 'date': {
      const url = findSafeUrl(text('url'));
      const common = { timestamp: Number(element['timestamp']), format: text('format') };
      return <DateText {...common} fallback={text('fallback') || text('format')} url={url} />;
    }
    default:
      return <>{text('text') || text('fallback')}</>;
  }
}

const toRange = (range: unknown): 'here' | 'channel' | 'everyone' =>
  range === 'channel' || range === 'everyone' ? range : 'here';

/** `1f44b-1f3fd` → 👋🏽; undefined for anything else. */
function fromCodes(codes: string): string | undefined {
  if (!/^[0-9a-f]{2,6}(?:-[0-9a-f]{2,6})*$/i.test(codes)) return undefined;
  const points = codes.split('-').map((code) => Number.parseInt(code, 16));
  return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : undefined;
}
