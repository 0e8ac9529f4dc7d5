import { formatDuration } from '../core/duration.ts';
import { OpsError } from '../core/errors.ts';
import { newRunId, type RunId } from '../core/ids.ts';
import { compact, type Json } from '../core/json.ts';
import { getService } from '../core/get-service.ts';
import { formatLocalTime } from '../core/local-time.ts';
import { findNearest } from '../core/nearest.ts';
import type { RunRequest } from '../core/ports/runs.ts';
import { isReadOnly, type Plan, type Run, type RunStep } from '../core/run.ts';
import type { AnyRunbook } from '../core/runbook.ts';
import { entry, firstMessages } from './changes.ts';
import { cleanReason } from './clean-reason.ts';
import type { EngineDeps } from './deps.ts';
import { findGate, hashPlan, toPlanSteps } from './plan.ts';
import { requireOperator } from './policy-check.ts';
import { requireThawed } from './thaw.ts';

type Deps = Pick<EngineDeps, 'store' | 'inventory' | 'runbooks' | 'steps' | 'directory' | 'texts' | 'clock'>;

/** Plans a run and stores it with its lock. The work begins when the worker finds it. */
export async function requestRun(request: RunRequest, deps: Deps): Promise<Run> {
  const { store, texts, clock } = deps;
  await requireOperator(request.actor, deps);
  const plan = planFor(request, deps);
  const { name: service } = getService(deps.inventory, request.service);
  if (!request.isDryRun && plan.steps.some(({ risk }) => risk === 'destructive')) await requireThawed(deps);
  const run = newRun({ ...request, service }, plan, clock.now());
  const isLocking = !run.isDryRun && !isReadOnly(plan);
  try {
    return await store.runs.create(run, {
      isLocking,
      audit: [entry(run, run.requestedBy, 'run.requested', { details: requestDetails(run) })],
      messages: firstMessages(run, deps.inventory),
    });
  } catch (thrown) {
    if (!(thrown instanceof OpsError) || thrown.details['holder'] === undefined) throw thrown;
    throw await toLockedError(run.service, thrown.details['holder'] as RunId, deps, texts);
  }
}

export function planFor(
  request: Pick<RunRequest, 'runbook' | 'service' | 'params'>,
  deps: Omit<Deps, 'store' | 'directory' | 'clock'>,
): Plan {
  const { texts, inventory } = deps;
  const runbook = getRunbook(request.runbook, deps);
  const service = getService(inventory, request.service).name;
  const params = runbook.params.safeParse({ ...request.params, service });
  if (!params.success) {
    const problems = params.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new OpsError('invalid_input', texts.runs.wrongParams({ runbook: runbook.name, problems }));
  }
  const steps = toPlanSteps(runbook.plan(params.data, inventory), deps.steps, texts);
  if (steps.length === 0) throw new OpsError('invalid_input', texts.runs.emptyPlan({ runbook: runbook.name }));
  const gate = findGate(steps, inventory.policies);
  return { steps, gates: gate ? [gate] : [] };
}

function getRunbook(name: string, { runbooks, texts }: Pick<Deps, 'runbooks' | 'texts'>): AnyRunbook {
  const runbook = runbooks.find((candidate) => candidate.name === name);
  if (runbook) return runbook;
  const names = runbooks.map((candidate) => candidate.name);
  throw new OpsError('not_found', texts.runs.noRunbook({ name, nearest: findNearest(name, names) }), {
    hint: texts.runs.knownRunbooks({ names: names.join(', ') }),
  });
}

function newRun(request: RunRequest, plan: Plan, now: Date): Run {
  const steps = plan.steps.map((step, index): RunStep => ({
    index,
    plan: step,
    status: 'pending',
    attempt: 0,
    epoch: 0,
  }));
  return {
    id: newRunId(now),
    runbook: request.runbook,
    service: request.service,
    params: compact(request.params ?? {}),
    reason: cleanReason(request.reason),
    isDryRun: request.isDryRun,
    plan,
    planHash: hashPlan(plan),
    status: 'pending',
    round: 1,
    clearedUpTo: 0,
    isRollingBack: false,
    requestedBy: request.actor,
    channel: request.channel,
    createdAt: now.getTime(),
    updatedAt: now.getTime(),
    epoch: 0,
    steps,
    votes: [],
  };
}

function requestDetails(run: Run): Json {
  const { runbook, params, reason, isDryRun, planHash, channel } = run;
  return {
    runbook,
    params,
    reason,
    isDryRun,
    planHash,
    channel,
    steps: run.plan.steps.map((step) => step.description),
  };
}

async function toLockedError(service: string, holderId: RunId, deps: Deps, texts: Deps['texts']): Promise<OpsError> {
  const holder = await deps.store.runs.find(holderId);
  const now = deps.clock.now();
  const since = new Date(holder?.createdAt ?? now);
  const facts = {
    service,
    run: holderId,
    runbook: holder?.runbook ?? '',
    person: holder?.requestedBy.person ?? '',
    status: texts.runs.status[holder?.status ?? 'pending'],
    since: formatLocalTime(since, now, deps.inventory.timezone),
    ago: formatDuration(Math.max(0, now.getTime() - since.getTime())),
  };
  return new OpsError('conflict', texts.guards.locked(facts), {
    hint: texts.guards.lockedHint(facts),
    details: { holder: holderId },
  });
}
