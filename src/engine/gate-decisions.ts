import type { Runs } from '../core/ports/runs.ts';
import { findNextGate, type Run } from '../core/run.ts';
import { breakGlassChange } from './break-glass.ts';
import { cleanReason } from './clean-reason.ts';
import type { Decide } from './decide.ts';
import { approveChange, denyChange } from './decisions.ts';
import type { EngineDeps } from './deps.ts';
import { requireCode } from './step-up.ts';
import { requireThawed } from './thaw.ts';

/** What opens and closes gates. */
export function createGateDecisions(decide: Decide, deps: EngineDeps): Pick<Runs, 'approve' | 'deny' | 'breakGlass'> {
  const { clock, texts, inventory, metrics } = deps;

  function timed(run: Run, now: Date): Run {
    metrics.approvalDecided({ waitedMs: now.getTime() - (run.gateOpenedAt ?? now.getTime()) });
    return run;
  }

  return {
    async approve(id, { actor, code, ...approval }) {
      const facts = { actor, inventory, texts, now: clock.now() };
      const run = await decide(id, actor, {
        act: 'approval.approved',
        change: (current, vetted) => approveChange(current, approval, { ...facts, vetted }),
        async prove(seen) {
          const gate = findNextGate(seen);
          if (gate?.risk === 'destructive') await requireThawed(deps);
          if (gate?.stepUp) await requireCode(actor, code, deps);
        },
      });
      return timed(run, facts.now);
    },
    async deny(id, { actor, binding, reason: typed }) {
      const reason = typed === undefined ? undefined : cleanReason(typed);
      const facts = { actor, inventory, texts, now: clock.now() };
      const run = await decide(id, actor, {
        act: 'approval.denied',
        change: (current, vetted) => denyChange(current, binding, reason, { ...facts, vetted }),
      });
      return timed(run, facts.now);
    },
    async breakGlass(id, { actor, code, reason, ...typed }) {
      const glass = { ...typed, actor, reason: cleanReason(reason) };
      const facts = { inventory, texts, now: clock.now() };
      const run = await decide(id, actor, {
        act: 'approval.glass-broken',
        change: (current, vetted) => breakGlassChange(current, glass, { ...facts, vetted }),
        async prove(seen) {
          if (findNextGate(seen)?.risk === 'destructive') await requireThawed(deps);
          if (inventory.policies.breakGlass.stepUp) await requireCode(actor, code, deps);
        },
      });
      metrics.glassBroken({ runbook: run.runbook });
      return timed(run, facts.now);
    },
  };
}
