import type { ShownTrouble, ShownWorld } from '../../page-server/shapes.ts';
import { Mark } from './mark.tsx';
import { Part } from './part.tsx';
import { TroubleButton } from './trouble-button.tsx';
import { useActing } from './use-acting.ts';
import { useWorld } from './world-context.ts';

const MOODS = { running: 'good', starting: 'busy', dead: 'bad' } as const;

/** The bot's process, which can be killed and started as any other. */
export function BotCard({ bot, troubles }: { bot: ShownWorld['bot']; troubles: readonly ShownTrouble[] }) {
  const { texts, act, number } = useWorld();
  const [isActing, run] = useActing();
  const isDead = bot.state === 'dead';
  const start = (): Promise<void> =>
    act('trouble', { name: troubles.find((it) => it.isOn)?.name ?? 'kill', isOn: false });
  return (
    <Part name="bot" title={texts.bot}>
      <dl class="world-figures">
        <div class="is-state">
          <dt class="for-readers">{texts.bot}</dt>
          <dd>
            <Mark mood={MOODS[bot.state]}>{texts.botState[bot.state]}</Mark>
          </dd>
        </div>
        <Figure term={texts.process} value={bot.pid === null ? '–' : String(bot.pid)} />
        <Figure
          term={texts.memory}
          value={bot.memoryMb === null ? '–' : texts.megabytes(number(Math.round(bot.memoryMb)))}
        />
        <Figure term={texts.connections} value={String(bot.sockets)} />
      </dl>
      <div class="world-buttons">
        {isDead ? (
          <button type="button" class="world-button is-strong" disabled={isActing} onClick={() => run(start)}>
            {texts.start}
          </button>
        ) : (
          troubles.map((trouble) => (
            <TroubleButton key={trouble.name} trouble={trouble} isDisabled={bot.state !== 'running'} />
          ))
        )}
      </div>
    </Part>
  );
}

function Figure({ term, value }: { term: string; value: string }) {
  return (
    <div>
      <dd>{value}</dd>
      <dt>{term}</dt>
    </div>
  );
}
