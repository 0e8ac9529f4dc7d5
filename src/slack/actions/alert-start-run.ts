import { cutText } from '../../core/cut-text.ts';
import { OpsError } from '../../core/errors.ts';
import { START_RUN } from '../alert-buttons.ts';
import type { AlertAction } from '../press-alert.ts';

const MAX_REASON = 500;

/** Asks for the suggested run as the command would, in the name of the person who pressed; nothing is done by itself. */
export const alertStartRun: AlertAction = {
  id: START_RUN,
  async press({ alerts, pressed, actor, channel, deps, tell }) {
    const { texts } = deps;
    const group = await alerts.find(pressed.group);
    if (!group) throw new OpsError('not_found', texts.alerts.noGroup);
    const { choice: runbook } = pressed;
    const { service, title } = group;
    if (runbook === undefined || service === undefined || !group.runbooks.includes(runbook)) {
      throw new OpsError('conflict', texts.alerts.noSuggestion);
    }
    const reason = cutText(texts.alerts.startReason({ title: title || texts.alerts.unnamed }), MAX_REASON);
    const run = await deps.runs().request({ runbook, service, reason, isDryRun: false, channel, actor });
    return tell(texts.cards.started({ title: texts.cards.title({ runbook, service }), run: run.id }));
  },
};
