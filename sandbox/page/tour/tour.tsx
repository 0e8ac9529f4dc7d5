import { useEffect, useState } from 'preact/hooks';
import { useSession } from '../shell/session.ts';
import { TOUR, wordsOf } from './steps.ts';

/** Five steps for the first visit: each ends by itself when what it asks for has happened, and any can be passed over. */
export function Tour({ onEnd }: { onEnd(): void }) {
  const session = useSession();
  const { snapshot, texts } = session;
  const [index, setIndex] = useState(0);
  const step = TOUR[index];
  const isDone = step?.isDone(snapshot) === true;
  const next = (): void => (index + 1 < TOUR.length ? setIndex(index + 1) : onEnd());

  useEffect(() => {
    if (isDone) next();
  }, [isDone, index]);
  useEffect(() => {
    if (!step) return undefined;
    const mark = (): void => {
      for (const shown of document.querySelectorAll('.is-toured')) shown.classList.remove('is-toured');
      for (const shown of document.querySelectorAll(step.target)) shown.classList.add('is-toured');
    };
    mark();
    document.querySelector(step.target)?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
    // What a step points at may be drawn anew at any time.
    const observer = new MutationObserver(() => {
      const missing = [...document.querySelectorAll(step.target)].some((it) => !it.classList.contains('is-toured'));
      if (missing) mark();
    });
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      for (const shown of document.querySelectorAll('.is-toured')) shown.classList.remove('is-toured');
    };
  }, [step]);

  if (!step) return null;
  const words = wordsOf(step, snapshot.workspace.locale);
  const isLast = index + 1 === TOUR.length;
  return (
    <section class="tour" aria-label={texts.tour} data-step={step.name}>
      <div class="tour-words" aria-live="polite">
        <p class="tour-count">
          {texts.tourStep(index + 1, TOUR.length)}
          <span class="tour-dots" aria-hidden="true">
            {TOUR.map(({ name }, at) => (
              <i key={name} class={at < index ? 'is-past' : at === index ? 'is-now' : ''} />
            ))}
          </span>
        </p>
        <h2>{words.title}</h2>
        <p class="tour-text">{words.text}</p>
      </div>
      <div class="tour-buttons">
        <button type="button" class="button is-primary" onClick={() => void step.doIt(session)}>
          {words.doIt}
        </button>
        <button type="button" class="button" onClick={next}>
          {isLast ? texts.tourDone : texts.tourNext}
        </button>
        {!isLast && (
          <button type="button" class="plain" onClick={onEnd}>
            {texts.tourSkip}
          </button>
        )}
      </div>
    </section>
  );
}
