import { systemActor } from '../core/actor.ts';
import { toOpsError } from '../core/errors.ts';
import { canonicalJson, hashJson, type Json } from '../core/json.ts';
import { isDone, type Run, type RunStep } from '../core/run.ts';
import type { RunChange } from '../core/store.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { cardMessage, entry } from './changes.ts';
import type { Session, SessionDeps } from './session.ts';

/** Evidence younger than this is not asked for again between the approval and the first act. */
const FRESH_MS = 30_000;

/** The world is not as the approver saw it. */
export interface Drift {
  step: RunStep;
  before: Json;
  after: Json;
}

/**
 * Looks again at what a destructive step is about to act on. Before the first of them it looks at all that will be acted
 * on, and at evidence that has become old: nothing is begun that could not be carried through.
 */
export async function findDrift(
  run: Run,
  step: RunStep,
  session: Session,
  deps: SessionDeps,
): Promise<Drift | undefined> {
  const isFirst = run.steps.every(
    (other) =>
      other.plan.risk === 'read' || other.index >= step.index || other.status === 'skipped' || run.isRollingBack,
  );
  const targets = isFirst
    ? run.steps.filter((other) => other.index >= step.index && other.plan.risk === 'destructive' && !isDone(other))
    : [step];
  const old = isFirst ? run.steps.filter((other) => isOldEvidence(other, step, session)) : [];
  const drifts = await Promise.all([
    ...targets.map((other) => targetDrift(run, other, session, deps)),
    ...old.map((other) => evidenceDrift(run, other, session, deps)),
  ]);
  return drifts.find((drift) => drift !== undefined);
}

function isOldEvidence(other: RunStep, step: RunStep, session: Session): boolean {
  const age = session.now().getTime() - (other.endedAt ?? 0);
  return (
    other.index < step.index &&
    other.plan.risk === 'read' &&
    other.status === 'succeeded' &&
    other.facts !== undefined &&
    age > FRESH_MS
  );
}

async function targetDrift(
  run: Run,
  step: RunStep,
  session: Session,
  { runner }: SessionDeps,
): Promise<Drift | undefined> {
  const before = step.observed?.facts ?? null;
  const after = (await runner.observe(run, step, session.signal))?.facts ?? null;
  return hashJson(before) === hashJson(after) ? undefined : { step, before, after };
}

async function evidenceDrift(
  run: Run,
  step: RunStep,
  session: Session,
  { runner }: SessionDeps,
): Promise<Drift | undefined> {
  const before = step.facts ?? null;
  try {
    const after = (await runner.apply(run, step, session.signal, () => {})).facts ?? null;
    return hashJson(before) === hashJson(after) ? undefined : { step, before, after };
  } catch (thrown) {
    if (session.signal.aborted) throw thrown;
    return { step, before, after: { error: toOpsError(thrown).message } };
  }
}

/** Votes count for what was seen; something else is seen now, so everything is asked anew under a new binding. */
export function voidApprovalChange(run: Run, { step, before, after }: Drift, texts: Texts): RunChange {
  const first = run.plan.gates.findLast((gate) => gate.before < run.clearedUpTo);
  const isStale = (other: RunStep): boolean =>
    other.index < (first?.before ?? 0) && other.plan.risk === 'read' && other.note !== 'skipped';
  const stale = run.isRollingBack ? [] : run.steps.filter(isStale);
  return {
    run: {
      status: 'observing',
      round: run.round + 1,
      clearedUpTo: first?.before ?? 0,
      binding: undefined,
      parkedUntil: undefined,
      notice: texts.runs.drifted({ title: step.plan.title, changes: differences(before, after) }),
    },
    steps: stale.map(({ index }) => ({ index, status: 'pending' as const, endedAt: undefined })),
    audit: [
      entry(run, systemActor, 'approval.voided', {
        step,
        outcome: 'refused',
        details: { before, after, binding: run.binding ?? null },
      }),
    ],
    messages: [cardMessage(run)],
  };
}

/** `content jfree.iptime.org → elsewhere.example.net`: what is the same in both is left out. */
function differences(before: Json, after: Json): string {
  const old = toEntries(before);
  const now = toEntries(after);
  const changed = [...new Set([...old.keys(), ...now.keys()])].filter((key) => old.get(key) !== now.get(key));
  return changed.map((key) => `${key} ${old.get(key) ?? '–'} → ${now.get(key) ?? '–'}`).join(', ');
}

function toEntries(facts: Json): Map<string, string> {
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) return new Map([['', canonicalJson(facts)]]);
  return new Map(
    Object.entries(facts).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : canonicalJson(value as Json),
    ]),
  );
}
