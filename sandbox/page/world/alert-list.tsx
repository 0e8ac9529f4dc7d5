import type { ShownAlert } from '../../page-server/shapes.ts';
import { Mark } from './mark.tsx';
import { Part } from './part.tsx';
import type { WorldTexts } from './texts.ts';
import { toAge } from './to-age.ts';
import { useWorld } from './world-context.ts';

/** What the monitoring systems say, and what the bot's webhook answered them. */
export function AlertList({ alerts, isWatched }: { alerts: readonly ShownAlert[]; isWatched: boolean }) {
  const { texts, now } = useWorld();
  const isQuiet = alerts.every(({ status }) => status === 'resolved');
  return (
    <Part name="monitors" title={texts.monitors}>
      {isQuiet && <p class="world-soft">{isWatched ? texts.quiet : texts.unwatched}</p>}
      <ul class="world-alerts">
        {alerts.map(({ source, title, status, since, delivered }) => {
          const age = toAge(since, now, texts);
          return (
            <li key={`${source} ${title}`}>
              <p>
                <Mark mood={status === 'firing' ? 'bad' : 'good'}>
                  {status === 'firing' ? texts.firing : texts.resolved}
                </Mark>{' '}
                <strong>{title}</strong>
              </p>
              <p class="world-soft">
                {source} · {status === 'firing' ? texts.since(age) : texts.ended(age)} ·{' '}
                {texts.delivered(toOwnWords(delivered, texts))}
              </p>
            </li>
          );
        })}
      </ul>
    </Part>
  );
}

function toOwnWords(answer: string, { answers }: WorldTexts): string {
  return Object.entries(answers).reduce((text, [theirs, ours]) => text.replaceAll(theirs, ours), answer);
}
