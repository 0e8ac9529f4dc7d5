import type { ShownUsers } from '../../page-server/shapes.ts';
import { useWorld } from './world-context.ts';

const SPAN_MS = 60_000;
const LANES = ['primary', 'standby', 'failed'] as const;

type Lane = (typeof LANES)[number];

const laneOf = ({ site }: ShownUsers['recent'][number]): Lane => site ?? 'failed';

/** The last minute, a tick for each request, in a lane for each place it may end in; and how many there were so far. */
export function StripChart({ users }: { users: ShownUsers }) {
  const { texts, now, number } = useWorld();
  const count = (lane: Lane): string => number(users.recent.filter((it) => laneOf(it) === lane).length);
  return (
    <figure class="world-strip">
      <figcaption class="for-readers">
        {texts.lastMinute(count('primary'), count('standby'), count('failed'))}
      </figcaption>
      {LANES.map((lane) => (
        <div key={lane} class={`world-lane is-${lane}`}>
          <span class="world-lane-name">{lane === 'failed' ? texts.failed : texts.sites[lane]}</span>
          <svg height="16" aria-hidden="true">
            <line class="world-lane-ground" x1="0" x2="100%" y1="8" y2="8" />
            {users.recent
              .filter((it) => laneOf(it) === lane)
              .map(({ at }) => (
                <Tick key={at} lane={lane} age={now.getTime() - new Date(at).getTime()} />
              ))}
          </svg>
          <span class="world-lane-total">{number(users.totals[lane])}</span>
        </div>
      ))}
      <div class="world-lane world-axis" aria-hidden="true">
        <span />
        <span class="world-axis-ends">
          <span>{texts.minuteAgo}</span>
          <span>{texts.now}</span>
        </span>
        <span />
      </div>
    </figure>
  );
}

/** The primary's is a bar, the standby's a broken one, a failure a cross. */
function Tick({ lane, age }: { lane: Lane; age: number }) {
  const at = 1 - Math.max(0, age) / SPAN_MS;
  if (at < 0) return null;
  return (
    <svg class="world-tick" x={`${(at * 98 + 1).toFixed(2)}%`}>
      {lane === 'failed' ? <path d="M-2.6 5.4l5.2 5.2M2.6 5.4l-5.2 5.2" /> : <line y1="1.5" y2="14.5" />}
    </svg>
  );
}
