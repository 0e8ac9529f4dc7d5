import { systemActor } from '../core/actor.ts';
import type { RunId } from '../core/ids.ts';
import { hasEnded, type Run } from '../core/run.ts';
import { act, resume } from './act.ts';
import { endRun } from './changes.ts';
import { finishChange } from './finish.ts';
import { nextMove, type Move } from './moves.ts';
import { observe } from './observe.ts';
import { recover } from './recover.ts';
import { remindChange } from './remind.ts';
import { LEASE_MS, LostOwnership, openSession, type Session, type SessionDeps } from './session.ts';

/** What the worker holds while a run is carried on. */
export interface Hold {
  controller: AbortController;
  /** In the middle of something that changes the world: not to be interrupted by a shutdown. */
  isActing: boolean;
  /** Nobody had asked to cancel when it was taken. */
  isCancelable: boolean;
}

/** Claims a run and carries it on, one move after the other, until it waits, ends, or is somebody else's. */
export async function driveRun(runId: RunId, hold: Hold, stopping: AbortSignal, deps: SessionDeps): Promise<void> {
  const finished = new AbortController();
  try {
    const session = await openSession(runId, deps, hold.controller);
    if (!session) return;
    hold.isCancelable = !session.wasCanceled;
    void keepLease(session, finished.signal, deps);
    while (!stopping.aborted && (await move(session, hold, deps)));
    await letGo(session);
  } finally {
    finished.abort();
  }
}

/** One move; false when there is nothing more to do for now. */
async function move(session: Session, hold: Hold, deps: SessionDeps): Promise<boolean> {
  const run = await deps.store.runs.find(session.runId);
  // Given back with what it waits for, or taken by somebody else.
  if (!run || run.epoch !== session.epoch || run.owner !== deps.owner) return false;
  const next = nextMove(run, session.now().getTime());
  if (next.kind === 'wait') return false;
  hold.isActing = next.kind === 'act' && next.step.plan.risk !== 'read';
  await make(next, run, session, deps);
  hold.isActing = false;
  return true;
}

async function make(
  next: Exclude<Move, { kind: 'wait' }>,
  run: Run,
  session: Session,
  deps: SessionDeps,
): Promise<void> {
  const now = session.now();
  switch (next.kind) {
    case 'observe':
      return observe(run, session, deps);
    case 'act':
      return act(run, next.step, session, deps);
    case 'recover':
      if (await recover(run, next.step, session, deps)) await resume(next.step, session, deps);
      return;
    case 'remind':
      await session.update((current) => remindChange(current, now, deps));
      return;
    case 'finish':
      await session.update((current) => finishChange(current, now));
      return;
    case 'expire':
      await session.update((current) =>
        endRun(current, now, { status: 'expired', ending: 'expired', actor: systemActor }),
      );
      return;
    case 'cancel': {
      const actor = { person: run.cancelRequestedBy ?? systemActor.person, via: systemActor.via };
      await session.update((current) => endRun(current, now, { status: 'canceled', ending: 'canceled', actor }));
    }
  }
}

/** Gives the run back, so that whoever comes next need not wait for the lease. */
async function letGo(session: Session): Promise<void> {
  try {
    await session.update((run) =>
      hasEnded(run.status) ? undefined : { run: { owner: undefined, leaseUntil: undefined }, audit: [] },
    );
  } catch (thrown) {
    if (!(thrown instanceof LostOwnership)) throw thrown;
  }
}

async function keepLease(session: Session, finished: AbortSignal, { clock, log }: SessionDeps): Promise<void> {
  for (;;) {
    await clock.sleep(LEASE_MS / 3, finished);
    if (finished.aborted) return;
    await session
      .update(() => ({ audit: [] }))
      .catch((thrown: unknown) => log.warn({ run: session.runId, err: thrown }, 'lease not renewed'));
  }
}
