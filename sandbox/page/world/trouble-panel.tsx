import { useState } from 'preact/hooks';
import type { ShownTrouble } from '../../page-server/shapes.ts';
import { Part } from './part.tsx';
import { TroubleButton } from './trouble-button.tsx';
import { useActing } from './use-acting.ts';
import { useWorld } from './world-context.ts';

/** The bot's own are beside its process. */
const GROUPS = ['primary', 'standby', 'dns', 'cloudflare', 'slack', 'alerts'] as const;

export function TroublePanel({ troubles }: { troubles: readonly ShownTrouble[] }) {
  const { texts, act } = useWorld();
  const [isActing, run] = useActing();
  const [summary, point] = useState('');
  const heal = (
    <button
      type="button"
      class="world-button is-strong"
      disabled={isActing || troubles.every(({ isOn }) => !isOn)}
      onClick={() => run(() => act('heal-all'))}
    >
      {texts.healAll}
    </button>
  );
  return (
    <Part name="troubles" title={texts.troubles} aside={heal}>
      <p class="world-soft world-summary" aria-hidden="true">
        {summary === '' ? texts.troubleHint : toSentence(summary)}
      </p>
      {GROUPS.map((group) => (
        <div key={group} class="world-group" role="group" aria-label={texts.groups[group]}>
          <span class="world-group-name" aria-hidden="true">
            {texts.groups[group]}
          </span>
          <div class="world-buttons">
            {troubles
              .filter((it) => it.group === group)
              .map((trouble) => (
                <TroubleButton key={trouble.name} trouble={trouble} onPoint={point} />
              ))}
          </div>
        </div>
      ))}
    </Part>
  );
}

const toSentence = (summary: string): string => `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
