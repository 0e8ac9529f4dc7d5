import { toObject, toText } from '../../slack/json-object.ts';
import { Mrkdwn } from './mrkdwn.tsx';
import { parseEmojiOnly } from './mrkdwn/parse-emoji.ts';
import { Nodes } from './nodes.tsx';

/** A plain_text or mrkdwn object; nothing for anything else. */
export function TextObject({ text }: { text: unknown }) {
  const { type, text: source, emoji, verbatim } = toObject(text);
  if (type === 'mrkdwn') return <Mrkdwn text={toText(source)} isVerbatim={verbatim === true} />;
  return emoji === true ? <Nodes nodes={parseEmojiOnly(toText(source))} /> : <>{toText(source)}</>;
}
