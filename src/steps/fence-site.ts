import { z } from 'zod';
import { askHost, isNoAnswer } from '../core/ask-host.ts';
import { LIST_CONTAINERS, listActive, parseContainers } from '../core/docker.ts';
import { OpsError } from '../core/errors.ts';
import { formatArgv, getStdout, toFailure, toOutput } from '../core/exec-result.ts';
import { getService } from '../core/get-service.ts';
import { sshCommand } from '../core/ssh-command.ts';
import type { Output } from '../core/output.ts';
import { defineStep, type StepContext } from '../core/step.ts';

/** A dead host must not hold up a failover. */
const LOOK_TIMEOUT_MS = 2_400;
const COMMAND_TIMEOUT_MS = 30_000;
const GRACE_SECONDS = 10;

const params = z.object({
  service: z.string(),
  site: z.enum(['primary', 'standby']),
  host: z.string(),
  stop: z.array(z.string()).readonly(),
  commands: z.array(z.array(z.string()).readonly()).readonly(),
  /** In a failover: a host that cannot be reached is said, and does not stop the run. */
  isOptional: z.boolean(),
});
type Params = z.infer<typeof params>;

/** The facts of `observe`. */
const seen = z.object({ reachable: z.boolean(), running: z.array(z.string()) });

/** Makes sure that the site being left cannot serve or write any more, or says that nobody can make sure. */
export const fenceSite = defineStep({
  type: 'site.fence',
  risk: 'destructive',
  params,
  timeoutMs: ({ stop, commands }) => 30_000 + stopTimeoutMs(stop) + commands.length * COMMAND_TIMEOUT_MS,
  title: ({ site }, { steps }) => steps.fenceTitle({ site }),
  describe: ({ host, stop, commands, isOptional }, { steps }) =>
    steps.fenceDescribe({ host, stop, commands: commands.map(formatArgv), isOptional }),
  async observe(asked, context) {
    const { host, stop, commands } = asked;
    const { steps } = context.texts;
    const sight = await look(asked, context);
    if ('trouble' in sight) {
      return {
        summary: steps.fenceUnreachable,
        facts: { reachable: false, running: [] },
        warnings: [warn(asked, sight.trouble, context)],
      };
    }
    const isIdle = sight.running.length === 0 && commands.length === 0;
    return {
      summary: isIdle
        ? steps.fenceNothing({ host, stop })
        : steps.fenceActs({ host, stop: sight.running, commands: commands.map(formatArgv) }),
      facts: { reachable: true, running: sight.running },
    };
  },
  async apply(asked, context) {
    const { host, commands } = asked;
    const { steps } = context.texts;
    const sight = await look(asked, context);
    if ('trouble' in sight) {
      return { summary: steps.fenceUnreachable, warnings: [warn(asked, sight.trouble, context)] };
    }
    const outputs = [
      ...(await stopContainers(host, sight.running, context)),
      ...(await runAll(host, commands, context)),
    ];
    return {
      summary:
        asked.stop.length === 0
          ? steps.commandsDone({ host, count: commands.length })
          : steps.fenceDone({ host, stopped: sight.running, commands: commands.length }),
      outputs,
    };
  },
  /** Starts again what ran before. */
  undo({ service, site, host, commands }, observed, { inventory }) {
    const { reachable, running } = seen.parse(observed);
    const resume = commands.length === 0 ? [] : getService(inventory, service)[site].unfence.commands;
    if (!reachable || running.length + resume.length === 0) return [];
    return [{ type: 'site.unfence', params: { service, site, host, start: running, commands: resume } }];
  },
  async probe(asked, context) {
    if (asked.stop.length === 0) return 'unknown';
    const sight = await look({ ...asked, isOptional: true }, context);
    if ('trouble' in sight) return 'unknown';
    if (sight.running.length > 0) return 'not-done';
    // The containers are down; whether the commands after them ran cannot be seen.
    return asked.commands.length === 0 ? 'done' : 'unknown';
  },
  hostCommands: ({ host, stop, commands }) =>
    [...(stop.length === 0 ? [] : [LIST_CONTAINERS, toStop(stop)]), ...commands].map((argv) => ({ host, argv })),
  howToCheck: ({ host }, { inventory }) => [sshCommand(inventory, host, ['docker', 'ps', '--all'])],
});

function toStop(names: readonly string[]): readonly string[] {
  return ['docker', 'stop', '--time', String(GRACE_SECONDS), ...names];
}

function stopTimeoutMs(stop: readonly string[]): number {
  return (stop.length * GRACE_SECONDS + 20) * 1_000;
}

async function look(
  { host, stop, isOptional }: Params,
  context: StepContext,
): Promise<{ running: readonly string[] } | { trouble: OpsError }> {
  try {
    const result = await askHost(host, stop.length === 0 ? ['true'] : LIST_CONTAINERS, LOOK_TIMEOUT_MS, context);
    return { running: listActive(stop, parseContainers(getStdout(result, context.texts))) };
  } catch (thrown) {
    if (isOptional && isNoAnswer(thrown)) return { trouble: thrown };
    throw thrown;
  }
}

function warn({ host, site, stop }: Params, trouble: OpsError, { texts }: StepContext): string {
  return texts.steps.fenceUnreachableWarning({ host, site, stop, why: trouble.message });
}

async function stopContainers(host: string, names: readonly string[], context: StepContext): Promise<Output[]> {
  const { remote, signal, texts } = context;
  if (names.length === 0) return [];
  const stopped = await remote.exec(host, toStop(names), { timeoutMs: stopTimeoutMs(names), signal });
  if (stopped.exitCode !== 0) throw toFailure(stopped, texts);
  const after = await remote.exec(host, LIST_CONTAINERS, { timeoutMs: COMMAND_TIMEOUT_MS, signal });
  const left = listActive(names, parseContainers(getStdout(after, texts)));
  if (left.length === 0) return [toOutput(stopped)];
  throw new OpsError('remote_failed', texts.steps.fenceStillRunning({ host, names: left }), {
    hint: texts.steps.fenceStillRunningHint({ host }),
  });
}

async function runAll(
  host: string,
  commands: Params['commands'],
  { remote, signal, texts }: StepContext,
): Promise<Output[]> {
  const outputs: Output[] = [];
  for (const argv of commands) {
    const result = await remote.exec(host, argv, { timeoutMs: COMMAND_TIMEOUT_MS, signal });
    if (result.exitCode !== 0) throw toFailure(result, texts);
    outputs.push(toOutput(result));
  }
  return outputs;
}
