import { parseDuration } from '../../core/duration.ts';
import { SILENCE } from '../alert-buttons.ts';
import type { AlertAction } from '../press-alert.ts';

export const alertSilence: AlertAction = {
  id: SILENCE,
  press: ({ alerts, pressed, actor }) =>
    alerts.silence(pressed.group, { actor, forMs: parseDuration(pressed.choice ?? '') }),
};
