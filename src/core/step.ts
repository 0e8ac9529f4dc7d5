import type { z } from 'zod';
import type { Clock } from './clock.ts';
import type { Inventory } from './inventory.ts';
import type { Json } from './json.ts';
import type { Output } from './output.ts';
import type { Detached } from './ports/detached.ts';
import type { DnsProvider } from './ports/dns-provider.ts';
import type { Log } from './ports/log.ts';
import type { Prober } from './ports/prober.ts';
import type { Remote } from './ports/remote.ts';
import type { Resolver } from './ports/resolver.ts';
import type { Texts } from './texts/catalogue.ts';

/** What a step type may do; policy says who must approve each. */
export type Risk = 'read' | 'write' | 'destructive';

/** One line of a runbook's plan, as data. */
export interface PlannedStep {
  type: string;
  params: Json;
}

/** What a step may use. Steps that need nothing else are easy to run anywhere. */
export interface StepContext {
  run: { id: string; runbook: string; service: string; requestedBy: string; reason: string };
  /** Of this attempt at this step of this run, and of no other: the same after a crash. */
  call: string;
  inventory: Inventory;
  texts: Texts;
  clock: Clock;
  log: Log;
  /** Aborted when the run is canceled, the step's deadline is over, or the process stops. */
  signal: AbortSignal;
  /** Replaces the step's line on the card while it works. */
  progress(text: string): void;
  remote: Remote;
  detached: Detached;
  dnsProvider: DnsProvider;
  resolver: Resolver;
  prober: Prober;
}

/** What the step saw before it acts. `facts` is what an approval is bound to: no times, no durations, nothing that wobbles. */
export interface Observation {
  summary: string;
  facts: Json;
  warnings?: readonly string[];
  outputs?: readonly Output[];
  /** It has something to do whatever another step found settled: such a run goes on. */
  isDue?: boolean;
}

export interface StepResult {
  /** One line for the card. */
  summary: string;
  /** See Observation.facts; of read steps before a gate. */
  facts?: Json;
  /** Shown at the gate: what approving costs. */
  warnings?: readonly string[];
  outputs?: readonly Output[];
  /** Nothing is left to do: the run succeeds here, unless a step is due or could not be asked. */
  isSettled?: boolean;
  /** Posted in the incidents channel together with the result. */
  announce?: string;
}

/**
 * Did it happen? `unknown` asks a person and is never guessed. `begun`: it goes on elsewhere, or has ended there, and `apply`
 * with the same `call` takes it up where it is.
 */
export type ProbeVerdict = 'done' | 'not-done' | 'begun' | 'unknown';

/** What a step calls on a host; names and paths may be those of the moment. */
export interface HostCommand {
  host: string;
  argv: readonly string[];
}

export interface StepDefinition<P> {
  /** `noun.verb`; stored in plans, so it must keep its name. */
  type: string;
  risk: Risk;
  params: z.ZodType<P>;
  /** A step that takes longer is ended. Default 60 s. */
  timeoutMs?: number | ((params: P) => number);
  /** Short label on the card. */
  title(params: P, texts: Texts): string;
  /** What it will do, with everything resolved to what a person understands. */
  describe(params: P, texts: Texts): string;
  /** Looks, without changing anything, at what it would act on. Every destructive step has one. */
  observe?(params: P, context: StepContext): Promise<Observation>;
  apply(params: P, context: StepContext): Promise<StepResult>;
  /** After a crash between intent and result. Steps that are not `read` have one. */
  probe?(params: P, context: StepContext): Promise<ProbeVerdict>;
  /** Ends what goes on elsewhere, for steps that can be `begun`: when the run is canceled. */
  end?(params: P, context: StepContext): Promise<void>;
  /** The steps that take it back, newest first, given what `observe` saw before it acted. */
  undo?(params: P, observed: Json, context: Pick<StepContext, 'inventory'>): readonly PlannedStep[];
  /** Why it cannot be taken back, where it cannot. */
  irreversible?(params: P, texts: Texts): string;
  /** What it may call on hosts, whether it will or not: `doctor` sees beforehand that it is there and allowed. */
  hostCommands?(params: P, context: Pick<StepContext, 'inventory'>): readonly HostCommand[];
  /** Commands with which a person finds out whether it happened. */
  howToCheck?(params: P, context: Pick<StepContext, 'inventory'>): readonly string[];
}

/** A step type is the function that plans such a step, with its definition on it. */
export type StepType<P> = ((params: P) => PlannedStep) & { readonly definition: StepDefinition<P> };

/** Makes a step type. Throws when a step that changes something cannot say what it would change or whether it did. */
export function defineStep<P>(definition: StepDefinition<P>): StepType<P> {
  if (definition.risk !== 'read' && (!definition.observe || !definition.probe)) {
    throw new Error(`step type ${definition.type} is ${definition.risk} and needs observe and probe`);
  }
  const plan = (params: P): PlannedStep => ({ type: definition.type, params: params as Json });
  return Object.assign(plan, { definition });
}

/** As the engine sees any step type: params are checked with the schema before each use. */
export type AnyStep = StepDefinition<unknown>;

export function isStepType(value: unknown): value is StepType<unknown> {
  return typeof value === 'function' && 'definition' in value;
}
