import type { Actor } from '../core/actor.ts';
import type { RunId } from '../core/ids.ts';
import type { Runs } from '../core/ports/runs.ts';
import { findNextGate, hasEnded, type Run } from '../core/run.ts';
import type { AnyRunbook } from '../core/runbook.ts';
import type { RunChange } from '../core/store.ts';
import { OpsError } from '../core/errors.ts';
import { entry } from './changes.ts';
import { answerChange } from './answers.ts';
import { withAuditHead } from './audit-head.ts';
import { cleanReason } from './clean-reason.ts';
import { approveChange, cancelChange, denyChange, skipGate, type Members } from './decisions.ts';
import type { EngineDeps } from './deps.ts';
import { findMembership, requireOperator } from './policy-check.ts';
import { planFor, requestRun } from './requests.ts';
import { createWorker } from './worker.ts';

export interface Engine extends Runs {
  /** Takes over what an earlier start left unfinished, then works until stopped. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Walks plans: requests, gates, attempts, decisions of people, crashes. Knows no step and no database by name. */
export function createEngine(deps: EngineDeps): Engine {
  const { store, clock, texts, inventory, directory } = deps;
  requireUniqueNames(deps);
  const worker = createWorker(deps);

  function shown(run: Run): Run {
    deps.onMessages();
    worker.wake();
    return run;
  }

  /** One decision of a person, in one transaction; a refusal is written down, too. */
  async function decide(
    id: RunId,
    actor: Actor,
    act: string,
    change: (run: Run, members: Members) => RunChange,
  ): Promise<Run> {
    const seen = await store.runs.find(id);
    if (!seen) throw new OpsError('not_found', texts.runs.noRun({ id }));
    const members = await findMembership(groupsOf(seen), directory);
    try {
      const run = await store.runs.update(id, clock.now(), (current) =>
        withAuditHead(change(current, members), current, inventory),
      );
      // What a person ends is not carried on by the worker, which counts the others.
      if (hasEnded(run.status)) deps.metrics.runEnded({ runbook: run.runbook, outcome: run.ending ?? run.status });
      return shown(run);
    } catch (thrown) {
      if (thrown instanceof OpsError && thrown.code !== 'internal') {
        const details = { code: thrown.code, message: thrown.message };
        await store.audit.append([entry(seen, actor, act, { outcome: 'refused', details })], clock.now());
      }
      throw thrown;
    }
  }

  function groupsOf(run: Run): readonly string[] {
    const asked = run.attention && run.steps[run.attention.step];
    return [...(findNextGate(run)?.approvers ?? []), ...((asked && skipGate(asked, inventory)?.approvers) ?? [])];
  }

  return {
    start: () => worker.start(),
    stop: () => worker.stop(),
    async request(request) {
      return shown(await requestRun(request, deps));
    },
    async approve(id, { actor, binding }) {
      const facts = { actor, texts, now: clock.now() };
      const run = await decide(id, actor, 'approval.approved', (current, members) =>
        approveChange(current, binding, { ...facts, members }),
      );
      deps.metrics.approvalDecided({ waitedMs: facts.now.getTime() - (run.gateOpenedAt ?? facts.now.getTime()) });
      return run;
    },
    async deny(id, { actor, binding, reason: typed }) {
      const reason = typed === undefined ? undefined : cleanReason(typed);
      const facts = { actor, texts, now: clock.now() };
      const run = await decide(id, actor, 'approval.denied', (current, members) =>
        denyChange(current, binding, reason, { ...facts, members }),
      );
      deps.metrics.approvalDecided({ waitedMs: facts.now.getTime() - (run.gateOpenedAt ?? facts.now.getTime()) });
      return run;
    },
    async answer(id, { reason, ...asked }, actor) {
      await requireOperator(actor, deps);
      const answer = { ...asked, ...(reason !== undefined && { reason: cleanReason(reason) }) };
      const facts = { actor, inventory, steps: deps.steps, texts, now: clock.now() };
      return decide(id, actor, `run.${answer.choice}`, (run, members) =>
        answerChange(run, answer, { ...facts, members }),
      );
    },
    async cancel(id, actor) {
      await requireOperator(actor, deps);
      const run = await decide(id, actor, 'run.cancel-requested', (current) =>
        cancelChange(current, { actor, texts, now: clock.now() }),
      );
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
