import type { Policies, RiskPolicy } from '../core/inventory.ts';
import { hashJson, type Json } from '../core/json.ts';
import type { Gate, Plan, PlanStep, Run, RunStep } from '../core/run.ts';
import type { PlannedStep } from '../core/step.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { StepTypes } from './step-types.ts';

/** What a runbook listed, with everything resolved that people will read and approve. */
export function toPlanSteps(planned: readonly PlannedStep[], types: StepTypes, texts: Texts): PlanStep[] {
  return planned.map(({ type, params }) => {
    const definition = types.get(type);
    const checked = definition.params.parse(params);
    const irreversible = definition.irreversible?.(checked, texts);
    return {
      type,
      params: checked as Json,
      risk: definition.risk,
      title: definition.title(checked, texts),
      description: definition.describe(checked, texts),
      ...(irreversible !== undefined && { irreversible }),
    };
  });
}

/**
 * The gate that policy wants for these steps: one, before the first that needs approval, as strict as the strictest of
 * them; where write and destructive ask for as many people, the latter says which. `offset` is the index of the first
 * step in the run.
 */
export function findGate(steps: readonly PlanStep[], policies: Policies, offset = 0): Gate | undefined {
  const risks = steps.map(({ risk }) => risk).filter((risk) => risk !== 'read');
  const risk = risks.includes('destructive') ? 'destructive' : 'write';
  const asking = [...new Set(risks)].map((one) => policies[one]).filter(({ approvals }) => approvals > 0);
  const asked = Math.max(0, ...asking.map(({ approvals }) => approvals));
  const first = steps.findIndex((step) => step.risk !== 'read' && policies[step.risk].approvals > 0);
  if (first === -1) return undefined;
  // The people of the greater risk, in the greater number.
  const policy = policies[policies[risk].approvals > 0 ? risk : 'write'];
  const { approvers, expiresMs, widen } = policy;
  const requirements = toRequirements(policy, asked);
  const stepUp = asking.find((one) => one.stepUp)?.stepUp;
  return {
    before: offset + first,
    risk,
    approvals: asked,
    approvers,
    ...(requirements && { requirements }),
    expiresMs,
    ...(widen && { widen }),
    ...(stepUp && { stepUp }),
  };
}

/** A list is kept, with as many more of its people as the other risk asks for. */
function toRequirements({ requirements, approvals, approvers }: RiskPolicy, asked: number): Gate['requirements'] {
  if (!requirements || asked <= approvals) return requirements;
  return [...requirements, { from: approvers, approvals: asked - approvals }];
}

/** Hash over the plan as shown; any change to it is another hash. */
export function hashPlan(plan: Plan): string {
  return hashJson(plan as unknown as Json);
}

/** What an approval is bound to: this plan, this round, and what was seen of the world. */
export function bindingOf(run: Run, steps: readonly RunStep[]): string {
  const evidence = steps.map((step) => ({
    index: step.index,
    facts: step.facts ?? null,
    observed: step.observed?.facts ?? null,
    skipped: step.note === 'skipped',
  }));
  return hashJson({ plan: run.planHash, round: run.round, evidence }).slice(0, 32);
}
