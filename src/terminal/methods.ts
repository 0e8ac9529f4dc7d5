import { z } from 'zod';
import type { Actor } from '../core/actor.ts';
import { OpsError } from '../core/errors.ts';
import { findRunId } from '../core/ids.ts';
import type { Runs } from '../core/ports/runs.ts';
import type { Choice, Run } from '../core/run.ts';
import type { Texts } from '../core/texts/catalogue.ts';

/** A run with the lines that its card shows, as a terminal shows them. */
export interface SeenRun {
  run: Run;
  card: Drawing;
}

export interface Drawing {
  header: string;
  /** One a step, and one a gate where it stands. */
  steps: readonly string[];
  /** Warnings, what to decide, how it ended. */
  notes: readonly string[];
  /** What can be typed next. */
  next: readonly string[];
}

export interface MethodContext {
  actor: Actor;
  runs: Runs;
  /** Where cards of runs go that were asked for in a terminal. */
  channel: string;
  texts: Texts;
  draw(run: Run): Drawing;
  status(): Promise<readonly string[]>;
}

interface Method<P, R> {
  params: z.ZodType<P>;
  run(params: P, context: MethodContext): Promise<R>;
}

const define = <P, R>(method: Method<P, R>): Method<P, R> => method;

const id = z.string().transform((text, context) => {
  const found = findRunId(text);
  if (found !== undefined) return found;
  context.addIssue({ code: 'custom', message: 'not the id of a run' });
  return z.NEVER;
});
const reason = z.string().max(2_000);
const name = z.string().max(200);
const code = z.string().max(20);
const choices = ['retry', 'skip', 'rollback', 'abort', 'happened', 'did_not'] as const satisfies readonly Choice[];

const seen = (run: Run, { draw }: MethodContext): SeenRun => ({ run, card: draw(run) });

/** What a terminal can ask for, of the bot over its socket or of the engine in its own process: the same functions. */
export const methods = {
  'runs.request': define({
    params: z.strictObject({
      runbook: name,
      service: name,
      params: z.record(z.string().max(100), z.string().max(1_000)),
      reason,
      isDryRun: z.boolean(),
    }),
    run: async (wanted, context) =>
      seen(await context.runs.request({ ...wanted, channel: context.channel, actor: context.actor }), context),
  }),
  'runs.approve': define({
    params: z.strictObject({ id, binding: name, code: code.optional(), isMoveConfirmed: z.boolean().optional() }),
    async run({ id: run, binding, code: typed, isMoveConfirmed = false }, context) {
      const vote = { actor: context.actor, binding, isMoveConfirmed, ...(typed !== undefined && { code: typed }) };
      return seen(await context.runs.approve(run, vote), context);
    },
  }),
  'runs.break-glass': define({
    params: z.strictObject({ id, binding: name, service: name, reason, code: code.optional() }),
    run: async ({ id: run, code: typed, ...glass }, context) =>
      seen(
        await context.runs.breakGlass(run, {
          ...glass,
          actor: context.actor,
          ...(typed !== undefined && { code: typed }),
        }),
        context,
      ),
  }),
  'runs.deny': define({
    params: z.strictObject({ id, binding: name, reason: reason.optional() }),
    run: async ({ id: run, binding, reason: why }, context) =>
      seen(
        await context.runs.deny(run, { actor: context.actor, binding, ...(why !== undefined && { reason: why }) }),
        context,
      ),
  }),
  'runs.answer': define({
    params: z.strictObject({
      id,
      choice: z.enum(choices),
      step: z.int(),
      attempt: z.int(),
      reason: reason.optional(),
      code: code.optional(),
    }),
    async run({ id: run, reason: why, code: typed, ...asked }, context) {
      const answer = {
        ...asked,
        ...(why !== undefined && { reason: why }),
        ...(typed !== undefined && { code: typed }),
      };
      return seen(await context.runs.answer(run, answer, context.actor), context);
    },
  }),
  'runs.cancel': define({
    params: z.strictObject({ id }),
    run: async ({ id: run }, context) => seen(await context.runs.cancel(run, context.actor), context),
  }),
  'runs.find': define({
    params: z.strictObject({ id }),
    async run({ id: wanted }, context) {
      const run = await context.runs.find(wanted);
      if (!run) throw new OpsError('not_found', context.texts.runs.noRun({ id: wanted }));
      return seen(run, context);
    },
  }),
  'runs.list': define({
    params: z.strictObject({ service: name.optional(), limit: z.int().min(1).max(200) }),
    async run({ service, limit }, context) {
      const runs = await context.runs.list({ limit, ...(service !== undefined && { service }) });
      return runs.map((run) => seen(run, context));
    },
  }),
  'status.show': define({
    params: z.strictObject({}),
    run: async (_, context) => ({ lines: await context.status() }),
  }),
} as const;

type Methods = typeof methods;
export type MethodName = keyof Methods;
export type ParamsOf<M extends MethodName> = z.input<Methods[M]['params']>;
export type ResultOf<M extends MethodName> = Awaited<ReturnType<Methods[M]['run']>>;

/** Following is no call with one answer; see follow-run.ts. */
export const FOLLOW = 'runs.follow';
export const followParams = z.strictObject({ id, until: z.enum(['stand', 'end']) });

/** `invalid_input` for an unknown method and for params that it does not take. */
export async function callMethod<M extends MethodName>(
  method: M,
  params: unknown,
  context: MethodContext,
): Promise<ResultOf<M>> {
  if (!Object.hasOwn(methods, method))
    throw new OpsError('invalid_input', context.texts.cli.unknownMethod({ method: method.slice(0, 64) }));
  const { params: schema, run } = methods[method] as Method<unknown, ResultOf<M>>;
  return await run(parseParams(schema, params, context.texts), context);
}

export function parseParams<P>(schema: z.ZodType<P>, params: unknown, { cli }: Texts): P {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const keys = parsed.error.issues.map((issue) => issue.path.join('.') || issue.code).join(', ');
  throw new OpsError('invalid_input', cli.wrongMessage({ keys: keys.slice(0, 200) }));
}
