import { UNSILENCE } from '../alert-buttons.ts';
import type { AlertAction } from '../press-alert.ts';

export const alertUnsilence: AlertAction = {
  id: UNSILENCE,
  press: ({ alerts, pressed, actor }) => alerts.unsilence(pressed.group, actor),
};
