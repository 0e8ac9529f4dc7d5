import { z } from 'zod';
import type { Actor } from '../../src/core/actor.ts';
import { OpsError } from '../../src/core/errors.ts';
import type { Inventory, RiskPolicy } from '../../src/core/inventory.ts';
import type { Json } from '../../src/core/json.ts';
import type { Metrics } from '../../src/core/ports/metrics.ts';
import { hasEnded, type Run, type RunStatus } from '../../src/core/run.ts';
import { defineRunbook, type AnyRunbook } from '../../src/core/runbook.ts';
import { defineStep, type PlannedStep, type ProbeVerdict, type StepType } from '../../src/core/step.ts';
import type { Store } from '../../src/core/store.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import type { EngineDeps } from '../../src/engine/deps.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { createStepTypes } from '../../src/engine/step-types.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { createCodes } from '../../src/totp/codes.ts';
import { createTestClock, type TestClock } from './clock.ts';
import { createQuietLog } from './quiet-log.ts';

export const jin: Actor = { person: 'jin', slackId: 'U0JIN', via: 'slack' };
export const mina: Actor = { person: 'mina', slackId: 'U0MINA', via: 'slack' };
export const yuna: Actor = { person: 'yuna', slackId: 'U0YUNA', via: 'slack' };

const noMetrics: Metrics = {
  runEnded() {},
  stepEnded() {},
  approvalDecided() {},
  glassBroken() {},
  deleted() {},
  heartbeatEnded() {},
  slackCalled() {},
  slackRateLimited() {},
  watch() {},
};

/** A light that a step can switch: the smallest world in which something can go wrong. */
export interface Lamp {
  isOn: boolean;
  switched: number;
  looked: number;
  /** Seen and thus approved; changed by nobody but the test. */
  colour?: string;
  /** Called before the switching, after it, and when somebody looks; may throw. */
  onBefore: () => void | Promise<void>;
  onAfter: () => void | Promise<void>;
  onLook: () => void | Promise<void>;
  /** Instead of looking whether the lamp is as it should be. */
  onProbe?: () => ProbeVerdict | Promise<ProbeVerdict>;
}

interface Options {
  policy?: Partial<RiskPolicy>;
  /** Over the inventory as it is otherwise. */
  change?: (inventory: Inventory) => Inventory;
  store?: Store;
  members?: ReadonlySet<string>;
  /** In place of what the runbook `light` plans. */
  plan?: readonly PlannedStep[];
  /** Beside those of the lamp. */
  steps?: readonly StepType<unknown>[];
  /** For steps that ask something outside. */
  ports?: Partial<EngineDeps['ports']>;
}

export interface EngineWorld {
  engine: Engine;
  store: Store;
  clock: TestClock;
  lamp: Lamp;
  log: ReturnType<typeof createQuietLog>;
  request(reason?: string, actor?: Actor, runbook?: string): Promise<Run>;
  /** Waits until the run has this status. */
  until(run: Run, status: RunStatus): Promise<Run>;
  ended(run: Run): Promise<Run>;
  /** Another engine on the same database, as after a restart. */
  restart(): Promise<Engine>;
  close(): Promise<void>;
}

const lampFacts = ({ isOn, colour }: Lamp): Json => ({ isOn, ...(colour !== undefined && { colour }) });

function createSteps(lamp: Lamp): StepType<unknown>[] {
  const params = z.object({ to: z.boolean() });
  const check = defineStep({
    type: 'lamp.check',
    risk: 'read',
    params: z.object({}),
    title: () => 'Check lamp',
    describe: () => 'Look at the lamp',
    async apply() {
      await lamp.onLook();
      lamp.looked++;
      return { summary: lamp.isOn ? 'on' : 'off', facts: {}, outputs: [{ title: 'look', text: 'a lamp' }] };
    },
  });
  const settle = defineStep({
    type: 'lamp.settle',
    risk: 'read',
    params,
    title: () => 'Read lamp',
    describe: () => 'See whether there is anything to do',
    apply: async ({ to }) => ({ summary: lamp.isOn ? 'on' : 'off', isSettled: lamp.isOn === to }),
  });
  const switching = defineStep({
    type: 'lamp.switch',
    risk: 'destructive',
    params,
    title: () => 'Switch lamp',
    describe: ({ to }) => `Switch the lamp ${to ? 'on' : 'off'}`,
    observe: async () => {
      await lamp.onLook();
      return { summary: `lamp is ${lamp.isOn ? 'on' : 'off'}`, facts: lampFacts(lamp) };
    },
    async apply({ to }) {
      await lamp.onBefore();
      lamp.isOn = to;
      lamp.switched++;
      await lamp.onAfter();
      return { summary: `switched ${to ? 'on' : 'off'}` };
    },
    undo: ({ to }) => [{ type: 'lamp.switch', params: { to: !to } }],
    probe: async ({ to }) => (lamp.onProbe ? lamp.onProbe() : lamp.isOn === to ? 'done' : 'not-done'),
    howToCheck: () => ['look at the lamp'],
  });
  const verify = defineStep({
    type: 'lamp.verify',
    risk: 'read',
    params,
    title: () => 'Verify lamp',
    describe: () => 'Look whether it shines',
    async apply({ to }) {
      if (lamp.isOn !== to) throw new OpsError('remote_failed', 'The lamp does not shine');
      return { summary: 'as wanted' };
    },
  });
  return [check, settle, switching, verify] as unknown as StepType<unknown>[];
}

const LIGHT: readonly PlannedStep[] = [
  { type: 'lamp.check', params: {} },
  { type: 'lamp.settle', params: { to: true } },
  { type: 'lamp.switch', params: { to: true } },
  { type: 'lamp.verify', params: { to: true } },
];

const createLight = (plan: readonly PlannedStep[] = LIGHT): AnyRunbook =>
  defineRunbook({
    name: 'light',
    summary: () => 'Switches the lamp on',
    params: z.object({ service: z.string() }),
    plan: () => [...plan],
  }) as unknown as AnyRunbook;
const look = defineRunbook({
  name: 'look',
  summary: () => 'Looks at the lamp',
  params: z.object({ service: z.string() }),
  plan: () => [{ type: 'lamp.check', params: {} }],
});

export function testInventory(destructive: Partial<RiskPolicy> = {}): Inventory {
  const policy = { approvals: 1, approvers: ['U0JIN', 'U0MINA', 'S0ONCALL'], expiresMs: 900_000, ...destructive };
  return {
    locale: 'en',
    timezone: 'Asia/Seoul',
    slack: { channels: { incidents: 'C0INCIDENTS', audit: 'C0AUDIT' } },
    people: [
      { name: 'jin', slack: 'U0JIN' },
      { name: 'mina', slack: 'U0MINA' },
      { name: 'yuna', slack: 'U0YUNA' },
    ],
    policies: {
      destructive: policy,
      write: { approvals: 0, approvers: [], expiresMs: 900_000 },
      breakGlass: { allowed: [] },
    },
    hosts: {},
    services: { nextuse: { name: 'nextuse' } as Inventory['services'][string] },
  };
}

/** The engine on a real database, with a lamp instead of a data centre. */
export async function createEngineWorld(options: Options = {}): Promise<EngineWorld> {
  const store = options.store ?? (await openSqliteStore(':memory:'));
  const clock = createTestClock();
  const log = createQuietLog();
  const nothing = (): void => {};
  const lamp: Lamp = { isOn: false, switched: 0, looked: 0, onBefore: nothing, onAfter: nothing, onLook: nothing };
  const deps: EngineDeps = {
    store,
    inventory: (options.change ?? ((inventory) => inventory))(testInventory(options.policy)),
    runbooks: [createLight(options.plan), look as unknown as AnyRunbook],
    steps: createStepTypes([...createSteps(lamp), ...(options.steps ?? [])]),
    ports: { ...options.ports } as EngineDeps['ports'],
    directory: { findMembers: async () => options.members, findStanding: async () => 'active' },
    codes: createCodes(),
    texts: catalogues.en,
    clock,
    log,
    metrics: noMetrics,
    onMessages: nothing,
  };
  const engines: Engine[] = [];
  const start = async (): Promise<Engine> => {
    const engine = createEngine(deps);
    engines.push(engine);
    await engine.start();
    return engine;
  };
  const world = {
    engine: await start(),
    store,
    clock,
    lamp,
    log,
    request: (reason = 'it is dark', actor = jin, runbook = 'light') =>
      world.engine.request({ runbook, service: 'nextuse', reason, isDryRun: false, channel: 'C0INCIDENTS', actor }),
    until: (run: Run, status: RunStatus) => waitFor(store, run, (now) => now.status === status, status),
    ended: (run: Run) => waitFor(store, run, (now) => hasEnded(now.status), 'an end'),
    async restart() {
      world.engine = await start();
      return world.engine;
    },
    async close() {
      for (const engine of engines) await engine.stop();
      await store.close();
    },
  };
  return world;
}

async function waitFor(store: Store, { id }: Run, isMet: (run: Run) => boolean, what: string): Promise<Run> {
  for (let tries = 0; tries < 400; tries++) {
    const run = await store.runs.find(id);
    if (run && isMet(run)) return run;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const run = await store.runs.find(id);
  throw new Error(
    `waited for ${what}, but the run is ${run?.status}: ${JSON.stringify(run?.steps.map((step) => [step.plan.type, step.status, step.error]))}`,
  );
}
