import type { App } from '@slack/bolt';
import { abort } from './actions/abort.ts';
import { alertAcknowledge } from './actions/alert-acknowledge.ts';
import { alertSilence } from './actions/alert-silence.ts';
import { alertStartRun } from './actions/alert-start-run.ts';
import { alertUnsilence } from './actions/alert-unsilence.ts';
import { approve, approveModal } from './actions/approve.ts';
import { breakGlass, breakGlassModal } from './actions/break-glass.ts';
import { cancel } from './actions/cancel.ts';
import { closeReviewModal, registerCloseReview } from './actions/close-review.ts';
import { deny, denyModal } from './actions/deny.ts';
import { didNot } from './actions/did-not.ts';
import { failBack } from './actions/fail-back.ts';
import { happened } from './actions/happened.ts';
import { registerPrimaryDown } from './actions/primary-down-start.ts';
import { retry } from './actions/retry.ts';
import { rollBack } from './actions/roll-back.ts';
import { skip, skipModal } from './actions/skip.ts';
import { registerStormAcknowledge } from './actions/storm-acknowledge.ts';
import { chooseServiceModal } from './choose-service.ts';
import { registerModal } from './modal.ts';
import { registerAlertAction, type AlertAction, type AlertDeps } from './press-alert.ts';
import { registerAction, type CardAction } from './press-button.ts';

const cardActions: readonly CardAction[] = [
  approve,
  deny,
  breakGlass,
  cancel,
  retry,
  skip,
  rollBack,
  abort,
  happened,
  didNot,
  failBack,
];

const alertActions: readonly AlertAction[] = [alertAcknowledge, alertSilence, alertUnsilence, alertStartRun];

/** Every button of a card or an alert, and every modal. */
export function registerActions(app: App, deps: AlertDeps): void {
  for (const action of cardActions) registerAction(app, action, deps);
  for (const action of alertActions) registerAlertAction(app, action, deps);
  registerStormAcknowledge(app, deps);
  registerPrimaryDown(app, deps);
  registerCloseReview(app, deps);
  registerModal(app, approveModal, deps);
  registerModal(app, breakGlassModal, deps);
  registerModal(app, closeReviewModal, deps);
  registerModal(app, denyModal, deps);
  registerModal(app, skipModal, deps);
  registerModal(app, chooseServiceModal, deps);
}
