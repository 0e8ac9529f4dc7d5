import { useId } from 'preact/hooks';
import type { ShownTrouble } from '../../page-server/shapes.ts';
import { troubleTexts } from './trouble-texts.ts';
import { useActing } from './use-acting.ts';
import { useWorld } from './world-context.ts';

interface Props {
  trouble: ShownTrouble;
  isDisabled?: boolean;
  /** Told what it does while somebody points at it. */
  onPoint?(summary: string): void;
}

/** Makes a trouble, or heals it. One that happens once stays pressed while it waits for that. */
export function TroubleButton({ trouble, isDisabled = false, onPoint }: Props) {
  const { texts, locale, act } = useWorld();
  const [isActing, run] = useActing();
  const id = useId();
  const { name, kind, isOn } = trouble;
  const [label, summary] = (locale === 'ko' ? troubleTexts[name] : undefined) ?? [trouble.label, trouble.summary];
  return (
    <>
      <button
        type="button"
        class="world-button"
        data-trouble={name}
        aria-pressed={isOn}
        aria-describedby={id}
        aria-busy={isActing}
        disabled={isDisabled}
        title={summary}
        onMouseEnter={() => onPoint?.(summary)}
        onFocus={() => onPoint?.(summary)}
        onClick={() => run(() => act('trouble', { name, isOn: !isOn }))}
      >
        {isOn && <span class="world-on" aria-hidden="true" />}
        {label}
      </button>
      <span class="for-readers" id={id}>
        {summary}
        {isOn && kind === 'once' && `, ${texts.waits}`}
      </span>
    </>
  );
}
