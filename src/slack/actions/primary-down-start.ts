import type { App } from '@slack/bolt';
import { cutText } from '../../core/cut-text.ts';
import { OpsError } from '../../core/errors.ts';
import type { AlertDeps } from '../press-alert.ts';
import { registerPress } from '../register-press.ts';

/** Followed by a place: ids are unique within a message. */
export const PRIMARY_START = 'primary.start';

const START_RUN = /^primary\.start\.[0-9]$/;
const MAX_REASON = 500;

interface Wanted {
  service: string;
  runbook: string;
}

/** Asks for the run as the command would, in the name of the person who pressed; nothing is done by itself. */
export function registerPrimaryDown(app: App, deps: AlertDeps): void {
  const { texts, alerts } = deps;
  registerPress<Wanted>(app, deps, {
    id: START_RUN,
    find(value) {
      const [service, runbook] = typeof value === 'string' ? value.split(' ') : [];
      return service === undefined || runbook === undefined ? undefined : { service, runbook };
    },
    async press({ seen: { service, runbook }, actor, channel, tell }) {
      const down = await alerts.findPrimaryDown(service);
      if (!down) throw new OpsError('conflict', texts.watchers.isOver);
      const signs = down.signs
        .filter(({ endedAt }) => endedAt === undefined)
        .map(({ source, title }) => `${source}: ${title}`);
      const reason = cutText(texts.watchers.startReason({ signs: signs.join('; ') }), MAX_REASON);
      const run = await deps.runs().request({ runbook, service, reason, isDryRun: false, channel, actor });
      return tell(texts.cards.started({ title: texts.cards.title({ runbook, service }), run: run.id }));
    },
    factsOf: ({ service, runbook }) => ({ service, runbook }),
  });
}
