import type { Guards } from '../core/ports/guards.ts';
import type { Runs } from '../core/ports/runs.ts';
import type { Run } from '../core/run.ts';
import type { AnyRunbook } from '../core/runbook.ts';
import { OpsError } from '../core/errors.ts';
import { answerChange } from './answers.ts';
import { cleanReason } from './clean-reason.ts';
import { createDecide, type Decide } from './decide.ts';
import { cancelChange, skipGate } from './decisions.ts';
import type { EngineDeps } from './deps.ts';
import { createFreezes } from './freezes.ts';
import { createGateDecisions } from './gate-decisions.ts';
import { requireOperator } from './policy-check.ts';
import { planFor, requestRun } from './requests.ts';
import { createReviews } from './reviews.ts';
import { requireCode } from './step-up.ts';
import { requireThawed, wouldDestroy } from './thaw.ts';
import { createWorker } from './worker.ts';

export interface Engine extends Runs, Guards {
  /** Takes over what an earlier start left unfinished, then works until stopped. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Another process wrote something. */
  heed(): void;
}

/** Walks plans: requests, gates, attempts, decisions of people, crashes. Knows no step and no database by name. */
export function createEngine(deps: EngineDeps): Engine {
  const { store, clock, texts, inventory } = deps;
  requireUniqueNames(deps);
  const worker = createWorker(deps);
  const decideOnly = createDecide(deps);

  function shown(run: Run): Run {
    deps.onMessages();
    worker.wake();
    return run;
  }

  const decide: Decide = async (id, actor, decision) => shown(await decideOnly(id, actor, decision));

  return {
    start: () => worker.start(),
    stop: () => worker.stop(),
    heed: () => void worker.heed().catch((err: unknown) => deps.log.error({ err }, 'store not readable')),
    ...createFreezes(deps),
    ...createReviews(deps),
    ...createGateDecisions(decide, deps),
    async request(request) {
      return shown(await requestRun(request, deps));
    },
    async answer(id, { reason, code, ...asked }, actor) {
      await requireOperator(actor, deps);
      const answer = { ...asked, ...(reason !== undefined && { reason: cleanReason(reason) }) };
      const facts = { actor, inventory, steps: deps.steps, texts, now: clock.now() };
      return decide(id, actor, {
        act: `run.${answer.choice}`,
        change: (run, vetted) => answerChange(run, answer, { ...facts, vetted }),
        async prove(seen) {
          const step = seen.steps[answer.step];
          if (wouldDestroy(answer.choice, step)) await requireThawed(deps);
          const asksForCode = answer.choice === 'skip' && step && skipGate(step, inventory)?.stepUp;
          if (asksForCode) await requireCode(actor, code, deps);
        },
      });
    },
    async cancel(id, actor) {
      await requireOperator(actor, deps);
      const run = await decide(id, actor, {
        act: 'run.cancel-requested',
        change: (current) => cancelChange(current, { actor, texts, now: clock.now() }),
      });
      worker.interrupt(id);
      return run;
    },
    find: (id) => store.runs.find(id),
    list: (filter) => store.runs.list(filter),
    runbooks: deps.runbooks.map((runbook) => toListed(runbook, deps)),
    preview: (runbook, service) => planFor({ runbook, service }, deps).steps,
  };
}

function requireUniqueNames({ runbooks, texts }: EngineDeps): void {
  const names = runbooks.map((runbook) => runbook.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new OpsError('invalid_input', texts.runs.runbookTwice({ name: twice }));
}

function toListed(runbook: AnyRunbook, { texts }: EngineDeps): Runs['runbooks'][number] {
  const shape = 'shape' in runbook.params ? Object.keys(runbook.params.shape as object) : [];
  return {
    name: runbook.name,
    summary: runbook.summary(texts),
    params: shape.filter((name) => name !== 'service'),
    ...(runbook.button && { button: runbook.button(texts) }),
    ...(runbook.wayBack !== undefined && { wayBack: runbook.wayBack }),
  };
}
