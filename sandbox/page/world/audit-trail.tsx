import { useState } from 'preact/hooks';
import type { ShownAudit } from '../../page-server/shapes.ts';
import { Mark, type Mood } from './mark.tsx';
import { Part } from './part.tsx';
import { useActing } from './use-acting.ts';
import { useWorld } from './world-context.ts';

const FEW = 8;
const HASH_SHOWN = 8;

const MOODS: Readonly<Record<string, Mood>> = { ok: 'good', intended: 'busy' };

/** What the bot wrote down, and whether nobody changed it since. */
export function AuditTrail({ audit }: { audit: ShownAudit }) {
  const { texts, act, locale, number } = useWorld();
  const [isActing, run] = useActing();
  const [isLong, setLong] = useState(false);
  const { count, entries, head, brokenAt, checkedAt } = audit;
  const shown = isLong ? entries : entries.slice(0, FEW);
  const toTime = (at: string): string => new Date(at).toLocaleTimeString(locale, { hourCycle: 'h23' });
  const check = (
    <button
      type="button"
      class="world-button"
      disabled={isActing || count === 0}
      onClick={() => run(() => act('check-chain'))}
    >
      {texts.checkNow}
    </button>
  );
  return (
    <Part name="audit" title={texts.audit} aside={check}>
      <p class="world-chain" role="status">
        {count === 0 && <span class="world-soft">{texts.noEntries}</span>}
        {count > 0 && brokenAt === null && <Mark mood="good">{texts.whole(number(count))}</Mark>}
        {brokenAt !== null && <Mark mood="bad">{texts.broken(number(brokenAt))}</Mark>}
        {count > 0 && (
          <span class="world-soft">
            {texts.head} <code title={head ?? ''}>{head?.slice(0, HASH_SHOWN)}…</code> ·{' '}
            {checkedAt === null ? texts.checkedNew : texts.checkedAll(toTime(checkedAt))}
          </span>
        )}
      </p>
      {count > 0 && (
        <table class="world-entries">
          <thead class="for-readers">
            <tr>
              {Object.entries(texts.columns).map(([key, text]) => (
                <th key={key} scope="col">
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ sequence, at, actor, act, subject, outcome }) => (
              <tr key={sequence} class={sequence === brokenAt ? 'is-broken' : ''}>
                <td class="world-soft">{sequence}</td>
                <td class="world-soft">{toTime(at)}</td>
                <td>{actor}</td>
                <td title={subject}>
                  {act} <span class="world-soft">{toAbout(subject)}</span>
                </td>
                <td>
                  <Mark mood={MOODS[outcome] ?? 'bad'}>{texts.outcomes[outcome] ?? outcome}</Mark>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {entries.length > FEW && (
        <button type="button" class="plain" aria-expanded={isLong} onClick={() => setLong(!isLong)}>
          {isLong ? texts.showLess : texts.showMore(number(entries.length - FEW))}
        </button>
      )}
    </Part>
  );
}

/** The kind of step, or else the service. */
function toAbout(subject: string): string {
  const parts = subject.split(' · ');
  return /^\d+:(.+)$/.exec(parts.at(-1) ?? '')?.[1] ?? parts[0] ?? '';
}
