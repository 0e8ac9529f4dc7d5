import { toText, type JsonObject } from '../../slack/json-object.ts';
import { TextObject } from './text-object.tsx';
import { useWords } from './words.ts';

const ICONS = { default: 'i', info: 'i', warning: '!', error: '✕', success: '✓' };

type Level = keyof typeof ICONS;

/** A banner. Its level is a colour, a sign, and a word for screen readers. */
export function Alert({ block }: { block: JsonObject }) {
  const words = useWords();
  const given = toText(block['level']);
  const level = Object.hasOwn(ICONS, given) ? (given as Level) : 'default';
  return (
    <div class={`bk-alert bk-alert-${level}`} role="note">
      <span class="bk-alert-icon" aria-hidden="true">
        {ICONS[level]}
      </span>
      <span class="bk-hidden">{words.levels[level]}: </span>
      <span class="bk-text">
        <TextObject text={block['text']} />
      </span>
    </div>
  );
}
