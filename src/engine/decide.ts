import type { Actor } from '../core/actor.ts';
import { OpsError } from '../core/errors.ts';
import type { RunId } from '../core/ids.ts';
import { findNextGate, hasEnded, type Run } from '../core/run.ts';
import type { RunChange } from '../core/store.ts';
import { withAuditHead } from './audit-head.ts';
import { entry } from './changes.ts';
import { skipGate } from './decisions.ts';
import type { EngineDeps } from './deps.ts';
import { vet, type Vetted } from './policy-check.ts';

/** What a person decides about a run. */
interface Decision {
  act: string;
  change(run: Run, vetted: Vetted): RunChange;
  /** What else the person has to show, asked for after the decision was found possible and before it is taken. */
  prove?(seen: Run): Promise<void>;
}

/** One decision, in one transaction; a refusal is written down, too. */
export type Decide = (id: RunId, actor: Actor, decision: Decision) => Promise<Run>;

export function createDecide(deps: EngineDeps): Decide {
  const { store, clock, texts, inventory, directory, metrics } = deps;

  /** Every list of people that a decision on this run may rest on. */
  function groupsOf(run: Run): readonly string[] {
    const asked = run.attention && run.steps[run.attention.step];
    return [
      ...(findNextGate(run)?.approvers ?? []),
      ...((asked && skipGate(asked, inventory)?.approvers) ?? []),
      ...inventory.policies.breakGlass.allowed,
    ];
  }

  return async function decide(id, actor, { act, change, prove }) {
    const seen = await store.runs.find(id);
    if (!seen) throw new OpsError('not_found', texts.runs.noRun({ id }));
    const vetted = await vet(actor, groupsOf(seen), directory);
    try {
      if (prove) {
        // Who may not, or comes too late, is not asked for more, and no code is used up.
        change(seen, vetted);
        await prove(seen);
      }
      const run = await store.runs.update(id, clock.now(), (current) =>
        withAuditHead(change(current, vetted), current, inventory),
      );
      // What a person ends is not carried on by the worker, which counts the others.
      if (hasEnded(run.status)) metrics.runEnded({ runbook: run.runbook, outcome: run.ending ?? run.status });
      return run;
    } catch (thrown) {
      if (thrown instanceof OpsError && thrown.code !== 'internal') {
        const details = { code: thrown.code, message: thrown.message };
        await store.audit.append([entry(seen, actor, act, { outcome: 'refused', details })], clock.now());
      }
      throw thrown;
    }
  };
}
