import type { App } from '@slack/bolt';
import { findStormId } from '../../core/ids.ts';
import type { AlertDeps } from '../press-alert.ts';
import { registerPress } from '../register-press.ts';
import { STORM_ACKNOWLEDGE } from '../storm-buttons.ts';

/** The button on a storm's card. */
export function registerStormAcknowledge(app: App, deps: AlertDeps): void {
  registerPress(app, deps, {
    id: STORM_ACKNOWLEDGE,
    find: (value) => (typeof value === 'string' ? findStormId(value) : undefined),
    press: ({ seen, actor }) => deps.alerts.acknowledgeStorm(seen, actor),
    factsOf: (storm) => ({ storm }),
  });
}
