import { toText, type JsonObject } from '../../../slack/json-object.ts';
import { findSafeUrl } from '../safe-url.ts';
import { TextObject } from '../text-object.tsx';
import { useWords } from '../words.ts';
import { usePress } from './use-press.tsx';

/** A button; with an address it is a link that the app hears of too. */
export function Button({ block, element }: { block: JsonObject; element: JsonObject }) {
  const words = useWords();
  const { press, isPending, aside } = usePress(block, element);
  const style = toText(element['style']);
  const url = findSafeUrl(toText(element['url']));
  const common = {
    class: `bk-button${style === 'primary' || style === 'danger' ? ` bk-button-${style}` : ''}`,
    'aria-label': toText(element['accessibility_label']) || undefined,
    // Not `disabled`: the focus stays, and the next press is for after the ack.
    'aria-disabled': isPending || undefined,
    'aria-busy': isPending || undefined,
  };
  const label = (
    <>
      <span class="bk-button-label">
        <TextObject text={element['text']} />
      </span>
      {isPending && (
        <span class="bk-spinner">
          <span class="bk-hidden">{words.waiting}</span>
        </span>
      )}
    </>
  );
  return (
    <span class="bk-element">
      {url === undefined ? (
        <button type="button" {...common} onClick={() => !isPending && press()}>
          {label}
        </button>
      ) : (
        <a
          {...common}
          href={url}
          target="_blank"
          rel="noopener noreferrer"
          onClick={(event) => {
            if (element['confirm'] === undefined) return isPending ? undefined : press();
            event.preventDefault();
            press(undefined, () => window.open(url, '_blank', 'noopener,noreferrer'));
          }}
        >
          {label}
          <span class="bk-hidden"> {words.opensNewTab}</span>
        </a>
      )}
      {aside}
    </span>
  );
}
