import type { App, BlockAction } from '@slack/bolt';
import { toSlackActor } from '../core/actor.ts';
import { judge } from '../core/policy.ts';
import type { Directory } from '../core/ports/directory.ts';
import { findNextGate, type Run } from '../core/run.ts';
import { approvalsOf } from './card-lines.ts';
import { answerPrivately, findStranger, toRefusal, type ConversationDeps } from './conversation.ts';
import { CHECK_STANDBY, renderHome } from './home-view.ts';

export interface HomeDeps extends ConversationDeps {
  directory: Directory;
}

export interface Home {
  register(app: App): void;
  /** Something about runs changed: those who looked lately see it soon. */
  refreshSoon(): void;
  stop(): void;
}

const REFRESH_EVERY_MS = 10_000;
const LOOKED_LATELY_MS = 600_000;
const STANDBY_CHECK = 'standby-check';

/** The App Home of each person who opens it. */
export function createHome(deps: HomeDeps): Home {
  const { web, clock, log, inventory, texts } = deps;
  const openedAt = new Map<string, number>();
  const stopped = new AbortController();
  let isRefreshing = false;

  async function publish(user: string): Promise<void> {
    try {
      const runs = deps.runs();
      const [newest, open, freeze, reviews] = await Promise.all([
        runs.list({ limit: 100 }),
        runs.list({ limit: 50, status: ['awaiting_approval', 'needs_attention'] }),
        deps.guards().findFreeze(),
        deps.guards().listOpenReviews(),
      ]);
      // A run that stands still waits for whoever looks; who may answer is decided when somebody does.
      const mine = await Promise.all(
        open.map(async (run) => run.status === 'needs_attention' || (await mayApprove(run, user, deps))),
      );
      const waiting = open.filter((_, index) => mine[index]);
      const canCheckStandby = runs.runbooks.some(({ name }) => name === STANDBY_CHECK);
      const facts = { inventory, texts, now: clock.now(), runs: newest, waiting, canCheckStandby, freeze, reviews };
      const view = renderHome(facts);
      await web.call('views.publish', { user_id: user, view });
    } catch (err) {
      log.warn({ user, err }, 'app home was not published');
    }
  }

  async function refresh(): Promise<void> {
    await clock.sleep(REFRESH_EVERY_MS, stopped.signal);
    isRefreshing = false;
    if (stopped.signal.aborted) return;
    for (const [user, at] of openedAt) {
      if (clock.now().getTime() - at > LOOKED_LATELY_MS) openedAt.delete(user);
      else await publish(user);
    }
  }

  return {
    register(app) {
      app.event('app_home_opened', async ({ event }) => {
        if (event.tab !== 'home') return;
        openedAt.set(event.user, clock.now().getTime());
        await publish(event.user);
      });
      app.action<BlockAction>({ type: 'block_actions', action_id: CHECK_STANDBY }, async ({ ack, body, action }) => {
        await ack();
        await checkStandby(body, 'value' in action && typeof action.value === 'string' ? action.value : '', deps);
        await publish(body.user.id);
      });
    },
    refreshSoon() {
      if (isRefreshing || openedAt.size === 0) return;
      isRefreshing = true;
      void refresh();
    },
    stop: () => stopped.abort(),
  };
}

/** App Home is no channel: the run's card goes to the incidents channel. */
async function checkStandby(body: BlockAction, service: string, deps: HomeDeps): Promise<void> {
  const words = deps.texts.cards;
  const channel = deps.inventory.slack.channels.incidents;
  const tell = (text: string): Promise<void> => answerPrivately(deps, { user: body.user.id, channel }, text);
  const refusal = deps.isDraining() ? words.restarting : findStranger(body.user, deps);
  if (refusal !== undefined) return tell(refusal);
  const actor = toSlackActor(body.user.id, deps.inventory);
  try {
    await deps
      .runs()
      .request({ runbook: STANDBY_CHECK, service, reason: words.checkStandbyReason, isDryRun: false, channel, actor });
  } catch (thrown) {
    await tell(toRefusal(thrown, deps, { action: CHECK_STANDBY, actor: actor.person }));
  }
}

async function mayApprove(run: Run, user: string, { directory, inventory }: HomeDeps): Promise<boolean> {
  const gate = findNextGate(run);
  if (!gate) return false;
  const members = new Map<string, ReadonlySet<string>>();
  for (const group of gate.approvers.filter((id) => id.startsWith('S'))) {
    const known = await directory.findMembers(group);
    if (known) members.set(group, known);
  }
  const { people } = inventory;
  const voter = toSlackActor(user, inventory);
  const standing = await directory.findStanding(user);
  const votes = approvalsOf(run, people);
  return judge({ gate, requester: run.requestedBy, votes, voter, standing, members, people }).allowed;
}
