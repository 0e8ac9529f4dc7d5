import type { ShownUsers } from '../../page-server/shapes.ts';
import { Part } from './part.tsx';
import { SiteName } from './site-name.tsx';
import { StripChart } from './strip-chart.tsx';
import { useWorld } from './world-context.ts';

/** Who users get, as the newest of their requests found it. */
export function UsersReach({ users }: { users: ShownUsers }) {
  const { texts, number } = useWorld();
  const newest = users.recent.at(-1);
  const reason = newest?.error ?? '';
  const total = users.totals.primary + users.totals.standby + users.totals.failed;
  return (
    <Part name="users" title={texts.users} aside={<span class="world-soft">{texts.requests(number(total))}</span>}>
      <p class="world-statement" aria-live="polite">
        {newest === undefined && <span class="world-soft">{texts.nobodyYet}</span>}
        {newest?.site && <SiteName site={newest.site} />}
        {newest && newest.site === null && <span class="world-nobody">{texts.nobody}</span>}
      </p>
      <p class="world-soft">
        {newest && (newest.site ? texts.inMs(number(newest.ms)) : (texts.errors[reason] ?? reason))}
        {'\u00a0'}
      </p>
      <StripChart users={users} />
    </Part>
  );
}
