import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Actor } from '../../src/core/actor.ts';
import { OpsError } from '../../src/core/errors.ts';
import { hasEnded, type Choice, type Run } from '../../src/core/run.ts';
import { createEngineWorld, type EngineWorld } from '../support/engine-world.ts';

// The promise of the whole: whatever people click, in whatever order and however often, nothing destructive is done that
// policy does not allow, and nothing twice. Who may say yes is worked out here from the scene, not by the engine's own words.

const RUNS = 60;
const LAMP_STEP = 2;
const PEOPLE: Readonly<Record<string, Actor>> = {
  jin: { person: 'jin', slackId: 'U0JIN', via: 'slack' },
  mina: { person: 'mina', slackId: 'U0MINA', via: 'slack' },
  yuna: { person: 'yuna', slackId: 'U0YUNA', via: 'slack' },
  /** May be in the group, is in no list. */
  bob: { person: 'U0BOB', slackId: 'U0BOB', via: 'slack' },
  eve: { person: 'U0EVE', slackId: 'U0EVE', via: 'slack' },
  /** Mina as the inventory knew her before it had her name. */
  'mina, unnamed': { person: 'U0MINA', slackId: 'U0MINA', via: 'slack' },
  'mina, at the terminal': { person: 'mina', slackId: 'U0MINA', via: 'cli' },
  'somebody at the terminal': { person: 'root', via: 'cli' },
};
const IDS = ['U0JIN', 'U0MINA', 'U0YUNA', 'U0BOB'];

const who = fc.constantFrom(...Object.keys(PEOPLE));
/** The card that is clicked: as it is now, as it was at first, or one that never was. */
const card = fc.constantFrom('now', 'now', 'now', 'now', 'first', 'forged');
const choice = fc.constantFrom<Choice>('retry', 'skip', 'skip', 'skip', 'rollback', 'abort', 'happened', 'did_not');

const isStale = fc.constantFrom(false, false, false, true);

type Action =
  | { do: 'approve'; who: string; card: string }
  | { do: 'approve together'; who: string[] }
  | { do: 'deny'; who: string; card: string }
  | { do: 'cancel'; who: string }
  | { do: 'answer'; who: string; choice: Choice; isStale: boolean }
  | { do: 'break glass'; who: string; card: string; service: string; reason: string }
  | { do: 'freeze' | 'unfreeze'; who: string }
  | { do: 'repaint'; colour: string };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: fc.constant('approve' as const), who, card }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('approve together' as const),
      who: fc.array(who, { minLength: 2, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deny' as const), who, card }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), who }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('answer' as const), who, choice, isStale }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('break glass' as const),
      who,
      card,
      service: fc.constantFrom('nextuse', 'nextuse', 'nextsue'),
      reason: fc.constantFrom('nobody is there', 'nobody is there', ' '),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('freeze' as const, 'unfreeze' as const, 'unfreeze' as const), who }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('repaint' as const), colour: fc.constantFrom('red', 'blue') }) },
);

const scene = fc.record({
  approvals: fc.nat({ max: 3 }),
  approvers: fc.subarray([...IDS, 'S0ONCALL'], { minLength: 1 }),
  /** In place of those two: so many of each of these. */
  requirements: fc.option(
    fc.array(
      fc.record({
        from: fc.subarray([...IDS, 'S0ONCALL'], { minLength: 1 }),
        approvals: fc.integer({ min: 1, max: 2 }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    { nil: undefined },
  ),
  /** Bob is a second account of jin. */
  isBobJin: fc.boolean(),
  mayBreakGlass: fc.subarray([...IDS, 'S0ONCALL']),
  members: fc.option(fc.subarray([...IDS, 'U0EVE']), { nil: undefined }),
  requester: fc.constantFrom('jin', 'mina', 'yuna'),
  /** What becomes of the first tries of the act. */
  tries: fc.array(fc.constantFrom('fails', 'fails', 'answer lost'), { maxLength: 3 }),
  canProbe: fc.boolean(),
  actions: fc.array(action, { minLength: 4, maxLength: 16 }),
});
type Scene = typeof scene extends fc.Arbitrary<infer S> ? S : never;

interface Yes {
  id: string | undefined;
  /** The binding, or the step and try that is to be skipped. */
  subject: string;
}

/** Whose account it is. */
const humanOf = (id: string, { isBobJin }: Scene): string => (isBobJin && id === 'U0BOB' ? 'U0JIN' : id);

/** The people behind some ids, groups included. */
function humansIn(ids: readonly string[], plot: Scene): Set<string> {
  const all = ids.includes('S0ONCALL') ? [...ids, ...(plot.members ?? [])] : ids;
  return new Set(all.filter((id) => id.startsWith('U')).map((id) => humanOf(id, plot)));
}

/** Whether each place can be given to a person of its own: tried in every way. */
function canFill([first, ...rest]: readonly Set<string>[], humans: readonly string[]): boolean {
  if (!first) return true;
  return humans.some(
    (human) =>
      first.has(human) &&
      canFill(
        rest,
        humans.filter((other) => other !== human),
      ),
  );
}

/** Whether people who may have said yes, and did, to this and not to something else. */
function isEnough(plot: Scene, said: readonly Yes[], subject: string, least: number): boolean {
  const { approvals, approvers, requirements, requester } = plot;
  const asked = requirements ?? [{ from: approvers, approvals: Math.max(least, approvals) }];
  const places = asked.flatMap(({ from, approvals: count }) => Array<Set<string>>(count).fill(humansIn(from, plot)));
  const own = humanOf(PEOPLE[requester]?.slackId ?? '', plot);
  const yes = said.flatMap(({ id, subject: to }) => (to === subject && id !== undefined ? [humanOf(id, plot)] : []));
  return canFill(
    places,
    [...new Set(yes)].filter((human) => human !== own),
  );
}

interface Played {
  switched: number;
  refusals: number;
  /** Acts that broken glass stood for. */
  glass: number;
  end: string;
}

async function play(plot: Scene): Promise<Played> {
  const { approvals, approvers, requirements, members, requester, tries, isBobJin, mayBreakGlass } = plot;
  const world = await createEngineWorld({
    policy: requirements
      ? {
          approvals: requirements.reduce((sum, one) => sum + one.approvals, 0),
          approvers: requirements.flatMap(({ from }) => from),
          requirements,
        }
      : { approvals, approvers },
    change: (inventory) => ({
      ...inventory,
      people: inventory.people.map((one) => (one.name === 'jin' && isBobJin ? { ...one, otherSlack: ['U0BOB'] } : one)),
      policies: { ...inventory.policies, breakGlass: { allowed: mayBreakGlass } },
    }),
    ...(members && { members: new Set(members) }),
  });
  try {
    const said: Yes[] = [];
    const wrongs: string[] = [];
    const acted = new Map<number, number>();
    let refusals = 0;
    let glass = 0;
    let run = await world.request('it is dark', PEOPLE[requester]);
    const read = async (): Promise<Run> => (await world.store.runs.find(run.id)) as Run;
    const left = [...tries];
    const stage: Stage = { world, plot, run, first: 'none', said, broken: new Set(), isFrozen: false };
    if (!plot.canProbe) world.lamp.onProbe = () => 'unknown';
    world.lamp.onBefore = async () => {
      const now = await read();
      const isBroken = stage.broken.has(now.binding ?? '');
      if (!isBroken && !isEnough(plot, said, now.binding ?? '', 0)) wrongs.push('acted without the approvals');
      if (isBroken) glass++;
      if (stage.isFrozen) wrongs.push('acted while everything was frozen');
      if (now.status !== 'running') wrongs.push(`acted while ${now.status}`);
      if (left[0] === 'fails') {
        left.shift();
        throw new OpsError('remote_failed', 'The fuse is blown');
      }
      const index = now.steps.findIndex((step) => step.status === 'running');
      acted.set(index, (acted.get(index) ?? 0) + 1);
    };
    world.lamp.onAfter = () => {
      if (left.shift() === 'answer lost') throw new OpsError('outcome_unknown', 'The line went dead');
    };
    run = await settle(world, run);
    stage.first = run.binding ?? 'none';
    for (const each of plot.actions) {
      stage.run = run;
      const results = await Promise.allSettled(perform(each, stage));
      for (const result of results) {
        if (result.status === 'fulfilled') continue;
        refusals++;
        // People are told no in words; anything else is a bug.
        if (!(result.reason instanceof OpsError) || result.reason.code === 'internal') throw result.reason;
      }
      run = await settle(world, run);
      if (run.status === 'awaiting_approval' && isEnough(plot, said, run.binding ?? '', 1))
        wrongs.push('still waits though enough people have said yes');
      const lamp = run.steps[LAMP_STEP];
      if (lamp?.status === 'skipped' && !run.isRollingBack && !isEnough(plot, said, `skip ${lamp.attempt}`, 0))
        wrongs.push('skipped without the approvals that doing it needs');
    }
    for (const [index, times] of acted) if (times > 1) wrongs.push(`step ${index} was done ${times} times`);
    expect({ wrongs, log: world.log.lines.filter((line) => line.level === 'error') }).toEqual({ wrongs: [], log: [] });
    return { switched: world.lamp.switched, refusals, glass, end: run.ending ?? run.status };
  } finally {
    await world.close();
  }
}

interface Stage {
  world: EngineWorld;
  plot: Scene;
  run: Run;
  first: string;
  said: Yes[];
  /** Bindings for which somebody broke the glass who may, and said what and why. */
  broken: Set<string>;
  isFrozen: boolean;
}

/** What people do; each yes is noted as it is said, whatever becomes of it. */
function perform(each: Action, stage: Stage): Promise<unknown>[] {
  const { world, plot, run, first, said } = stage;
  const { engine, lamp } = world;
  const actorOf = (name: string): Actor => PEOPLE[name] as Actor;
  const bindingOf = (which: string): string =>
    which === 'now' ? (run.binding ?? '') : which === 'first' ? first : 'f'.repeat(32);
  const approve = (name: string, binding: string): Promise<unknown> => {
    // What is said into a freeze is refused, and has to be said again.
    if (!stage.isFrozen) said.push({ id: actorOf(name).slackId, subject: binding });
    return engine.approve(run.id, { actor: actorOf(name), binding });
  };
  switch (each.do) {
    case 'approve':
      return [approve(each.who, bindingOf(each.card))];
    case 'approve together':
      return each.who.map((name) => approve(name, bindingOf('now')));
    case 'deny':
      return [engine.deny(run.id, { actor: actorOf(each.who), binding: bindingOf(each.card) })];
    case 'cancel':
      return [engine.cancel(run.id, actorOf(each.who))];
    case 'answer': {
      const step = run.attention?.step ?? LAMP_STEP;
      const attempt = (run.steps[step]?.attempt ?? 0) - (each.isStale ? 1 : 0);
      if (each.choice === 'skip' && step === LAMP_STEP)
        said.push({ id: actorOf(each.who).slackId, subject: `skip ${attempt}` });
      return [engine.answer(run.id, { choice: each.choice, step, attempt, reason: 'because' }, actorOf(each.who))];
    }
    case 'break glass': {
      const { service, reason } = each;
      const actor = actorOf(each.who);
      const binding = bindingOf(each.card);
      const id = actor.slackId;
      const may = id !== undefined && humansIn(plot.mayBreakGlass, plot).has(humanOf(id, plot));
      if (may && service === 'nextuse' && reason !== ' ') stage.broken.add(binding);
      return [engine.breakGlass(run.id, { actor, binding, service, reason })];
    }
    case 'freeze':
      return [engine.freeze(actorOf(each.who), 'wait').then(() => (stage.isFrozen = true))];
    case 'unfreeze':
      return [engine.unfreeze(actorOf(each.who)).then(() => (stage.isFrozen = false))];
    case 'repaint':
      lamp.colour = each.colour;
      return [];
  }
}

/** Until the run waits for people or has ended. */
async function settle({ store, clock }: EngineWorld, { id }: Run): Promise<Run> {
  for (let tries = 0; tries < 2_000; tries++) {
    const run = (await store.runs.find(id)) as Run;
    const waits = run.status === 'awaiting_approval' || run.status === 'needs_attention';
    if ((waits || hasEnded(run.status)) && run.owner === undefined) return run;
    await clock.sleep(1);
  }
  throw new Error('the run does not come to rest');
}

it('never acts without what policy asks for, and never twice', { timeout: 90_000 }, async () => {
  const played: Played[] = [];
  await fc.assert(
    fc.asyncProperty(scene, async (plot) => {
      played.push(await play(plot));
    }),
    // The seed of a failure is printed with it.
    { numRuns: RUNS, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: false },
  );
  // The scenes were worth playing: some acted, some did not, and people were refused.
  expect(played.filter(({ switched }) => switched > 0).length).toBeGreaterThan(3);
  expect(played.filter(({ switched }) => switched === 0).length).toBeGreaterThan(3);
  expect(played.filter(({ refusals }) => refusals > 0).length).toBeGreaterThan(10);
  expect(played.filter(({ glass }) => glass > 0).length).toBeGreaterThan(0);
});
