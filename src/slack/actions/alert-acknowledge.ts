import { ACKNOWLEDGE } from '../alert-buttons.ts';
import type { AlertAction } from '../press-alert.ts';

export const alertAcknowledge: AlertAction = {
  id: ACKNOWLEDGE,
  press: ({ alerts, pressed, actor }) => alerts.acknowledge(pressed.group, actor),
};
