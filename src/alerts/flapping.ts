import type { Alert, AlertGroup, AlertState, AlertStatus } from '../core/alert.ts';

/** So many changes within so long: it flaps. */
const FLAP_CHANGES = 4;
const WINDOW_MS = 900_000;
/**
 * Without a change for so long it does not flap any more. As long as the window: none of its changes is in it then, so that
 * it does not begin to flap again with the next.
 */
export const CALM_MS = WINDOW_MS;

type Counted = Pick<Alert, 'changes' | 'flapping'>;

/** What one more change at `at` makes of an alert: those in the window are counted, whenever the process was started. */
export function countChange(known: Alert, status: AlertStatus, at: number): Counted {
  const changes = [...(known.changes ?? []).filter((change) => at - change.at < WINDOW_MS), { at, status }].slice(
    -FLAP_CHANGES,
  );
  const goesOn = known.state === 'flapping' && known.flapping && known.flapping.calmAt > at;
  const flapping = goesOn ? oneMore(known, at) : begin(changes, at);
  return { changes, ...(flapping && { flapping }) };
}

function oneMore({ flapping, status, changedAt }: Alert, at: number): Alert['flapping'] {
  if (!flapping) return undefined;
  const passed = Math.max(0, at - changedAt);
  return {
    ...flapping,
    changes: flapping.changes + 1,
    firingMs: flapping.firingMs + (status === 'firing' ? passed : 0),
    resolvedMs: flapping.resolvedMs + (status === 'resolved' ? passed : 0),
    calmAt: at + CALM_MS,
  };
}

function begin(changes: NonNullable<Alert['changes']>, at: number): Alert['flapping'] {
  const [first] = changes;
  if (!first || changes.length < FLAP_CHANGES) return undefined;
  const spent = (status: AlertStatus): number =>
    changes.reduce((sum, change, index) => {
      const until = changes[index + 1]?.at ?? change.at;
      return change.status === status ? sum + until - change.at : sum;
    }, 0);
  return {
    since: first.at,
    changes: changes.length,
    firingMs: spent('firing'),
    resolvedMs: spent('resolved'),
    calmAt: at + CALM_MS,
  };
}

export const isSilencedNow = ({ silenced }: AlertGroup, at: number): boolean =>
  silenced !== undefined && silenced.until > at;

/** It flaps no more: what its sender said last, and what people did about its group meanwhile. */
export function toSettled({ flapping: _, ...alert }: Alert, group: AlertGroup, at: number): Alert {
  return { ...alert, state: findState(alert, group, at) };
}

function findState({ status }: Alert, group: AlertGroup, at: number): AlertState {
  if (status === 'resolved') return 'resolved';
  if (isSilencedNow(group, at)) return 'silenced';
  return group.acknowledged ? 'acknowledged' : 'firing';
}
