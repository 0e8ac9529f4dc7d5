import { z } from 'zod';
import { formatArgv, toFailure, toOutput } from '../core/exec-result.ts';
import { sshCommand } from '../core/ssh-command.ts';
import { defineStep } from '../core/step.ts';
import { followDetached } from '../core/follow-detached.ts';

/** Runs one command on a host, by argv and never by shell text. */
export const runRemotely = defineStep({
  type: 'remote.exec',
  risk: 'destructive',
  params: z.object({
    host: z.string(),
    argv: z.array(z.string()).min(1).readonly(),
    title: z.string().optional(),
    timeoutMs: z.number().int().positive(),
    /** True: it goes on on the host when the connection or the bot is gone, and is found again. For what takes minutes. */
    detached: z.boolean().optional(),
  }),
  // Ending a command that does not want to end takes time as well.
  timeoutMs: ({ timeoutMs, detached }) => timeoutMs + (detached ? 60_000 : 10_000),
  title: ({ host, title }, { steps }) => title ?? steps.execTitle({ host }),
  describe: ({ host, argv, detached }, { steps }) =>
    (detached ? steps.execDescribeDetached : steps.execDescribe)({ host, command: formatArgv(argv) }),
  irreversible: (_, { steps }) => steps.execIrreversible,
  observe: ({ host, argv }, { texts: { steps } }) =>
    Promise.resolve({ summary: steps.execDescribe({ host, command: formatArgv(argv) }), facts: {} }),
  async apply(params, context) {
    const { host, argv, timeoutMs } = params;
    const { remote, signal, texts } = context;
    const result = params.detached
      ? await followDetached(params, context)
      : await remote.exec(host, argv, { timeoutMs, signal });
    if (result.exitCode !== 0) throw toFailure(result, texts);
    const facts = { host, command: formatArgv(argv), durationMs: result.durationMs };
    return { summary: texts.steps.execDone(facts), outputs: [toOutput(result)] };
  },
  /** What a command leaves behind only its author knows; of a detached one the host knows whether it was begun. */
  async probe({ host, detached }, context) {
    if (!detached) return 'unknown';
    const { state } = await context.detached.withdraw(host, context.call, { signal: context.signal });
    return state === 'absent' ? 'not-done' : 'begun';
  },
  async end({ host, detached }, context) {
    if (detached) await context.detached.end(host, context.call, { signal: context.signal });
  },
  hostCommands: ({ host, argv }) => [{ host, argv }],
  howToCheck: ({ host }, { inventory }) => [sshCommand(inventory, host, ['ps', '-ef'])],
});
