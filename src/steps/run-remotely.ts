import { z } from 'zod';
import { formatArgv, toFailure, toOutput } from '../core/exec-result.ts';
import { sshCommand } from '../core/ssh-command.ts';
import { defineStep } from '../core/step.ts';

/** Runs one command on a host, by argv and never by shell text. */
export const runRemotely = defineStep({
  type: 'remote.exec',
  risk: 'destructive',
  params: z.object({
    host: z.string(),
    argv: z.array(z.string()).min(1).readonly(),
    title: z.string().optional(),
    timeoutMs: z.number().int().positive(),
  }),
  timeoutMs: ({ timeoutMs }) => timeoutMs + 10_000,
  title: ({ host, title }, { steps }) => title ?? steps.execTitle({ host }),
  describe: ({ host, argv }, { steps }) => steps.execDescribe({ host, command: formatArgv(argv) }),
  irreversible: (_, { steps }) => steps.execIrreversible,
  observe: ({ host, argv }, { texts: { steps } }) =>
    Promise.resolve({ summary: steps.execDescribe({ host, command: formatArgv(argv) }), facts: {} }),
  async apply({ host, argv, timeoutMs }, { remote, signal, texts }) {
    const result = await remote.exec(host, argv, { timeoutMs, signal });
    if (result.exitCode !== 0) throw toFailure(result, texts);
    const facts = { host, command: formatArgv(argv), durationMs: result.durationMs };
    return { summary: texts.steps.execDone(facts), outputs: [toOutput(result)] };
  },
  /** What a command leaves behind only its author knows. */
  probe: () => Promise.resolve('unknown' as const),
  hostCommands: ({ host, argv }) => [{ host, argv }],
  howToCheck: ({ host }, { inventory }) => [sshCommand(inventory, host, ['ps', '-ef'])],
});
