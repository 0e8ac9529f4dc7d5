import type { CardAction } from '../press-button.ts';

/** Starts the run that leads back. It asks for its own approval, and the service's lock refuses a second one. */
export const failBack: CardAction = {
  id: 'run.fail-back',
  async press({ runs, seen, actor, channel, deps, tell }) {
    const words = deps.texts.cards;
    const run = await runs.find(seen.run);
    const wayBack = runs.runbooks.find(({ name }) => name === run?.runbook)?.wayBack;
    if (!run || wayBack === undefined) return tell(words.oldButton);
    const reason = words.failBackReason({ run: run.id });
    const started = await runs.request({
      runbook: wayBack,
      service: run.service,
      reason,
      isDryRun: false,
      channel,
      actor,
    });
    const title = words.title({ runbook: wayBack, service: run.service });
    return tell(words.started({ title, run: started.id }));
  },
};
