import { z } from 'zod';
import { askHost, isNoAnswer } from '../core/ask-host.ts';
import { groupByCondition, LIST_CONTAINERS, parseContainers, type Conditions } from '../core/docker.ts';
import { OpsError } from '../core/errors.ts';
import { formatArgv, getStdout, toFailure, toOutput } from '../core/exec-result.ts';
import { getService } from '../core/get-service.ts';
import { sshCommand } from '../core/ssh-command.ts';
import type { Output } from '../core/output.ts';
import { defineStep, type StepContext } from '../core/step.ts';

const LOOK_TIMEOUT_MS = 5_000;
const COMMAND_TIMEOUT_MS = 30_000;
const HEALTHY_WITHIN_MS = 60_000;
const POLL_MS = 1_000;

const params = z.object({
  service: z.string(),
  site: z.enum(['primary', 'standby']),
  host: z.string(),
  start: z.array(z.string()).readonly(),
  commands: z.array(z.array(z.string()).readonly()).readonly(),
});
type Params = z.infer<typeof params>;

/** The facts of `observe`. */
const seen = z.object({ running: z.array(z.string()) });

/** Lets a fenced site serve again: the commands first, then what users reach. */
export const unfenceSite = defineStep({
  type: 'site.unfence',
  risk: 'destructive',
  params,
  timeoutMs: ({ commands }) => 60_000 + HEALTHY_WITHIN_MS + commands.length * COMMAND_TIMEOUT_MS,
  title: ({ site, start }, { steps }) =>
    start.length > 0 ? steps.unfenceTitle({ site }) : steps.resumeTitle({ site }),
  describe: ({ host, start, commands }, { steps }) =>
    steps.unfenceDescribe({ host, start, commands: commands.map(formatArgv) }),
  async observe(asked, context) {
    const { host, start, commands } = asked;
    const { steps } = context.texts;
    const conditions = await look(asked, context);
    const idle = listIdle(conditions);
    const isIdle = idle.length === 0 && commands.length === 0;
    return {
      summary: isIdle
        ? steps.unfenceNothing({ host, start })
        : steps.unfenceActs({ host, start: idle, commands: commands.map(formatArgv) }),
      facts: { running: start.filter((name) => !idle.includes(name)).toSorted() },
      // Whatever the record says, nobody is served by a gateway that is stopped.
      ...(idle.length > 0 && { isDue: true }),
    };
  },
  async apply(asked, context) {
    const { host, commands, start } = asked;
    const { remote, signal, texts } = context;
    const idle = listIdle(await look(asked, context));
    const outputs: Output[] = [];
    for (const argv of [...commands, ...(idle.length === 0 ? [] : [toStart(idle)])]) {
      const result = await remote.exec(host, argv, { timeoutMs: COMMAND_TIMEOUT_MS, signal });
      if (result.exitCode !== 0) throw toFailure(result, texts);
      outputs.push(toOutput(result));
    }
    if (start.length > 0) await waitUntilHealthy(asked, context);
    return {
      summary:
        start.length === 0
          ? texts.steps.commandsDone({ host, count: commands.length })
          : texts.steps.unfenceDone({ host, started: idle, commands: commands.length }),
      outputs,
    };
  },
  /** Stops again what did not run before. */
  undo({ service, site, host, start, commands }, observed, { inventory }) {
    const { running } = seen.parse(observed);
    const stop = start.filter((name) => !running.includes(name));
    const halt =
      commands.length === 0 ? [] : getService(inventory, service)[site].fence.commands.map((argv) => [...argv]);
    if (stop.length + halt.length === 0) return [];
    return [{ type: 'site.fence', params: { service, site, host, stop, commands: halt, isOptional: false } }];
  },
  async probe(asked, context) {
    if (asked.start.length === 0) return 'unknown';
    try {
      const conditions = await look(asked, context);
      if (listIdle(conditions).length > 0) return 'not-done';
      // All run; whether the commands before them ran cannot be told when they ran already.
      return asked.commands.length === 0 && conditions.well.length === asked.start.length ? 'done' : 'unknown';
    } catch (thrown) {
      if (isNoAnswer(thrown)) return 'unknown';
      throw thrown;
    }
  },
  hostCommands: ({ host, start, commands }) =>
    [...(start.length === 0 ? [] : [LIST_CONTAINERS, toStart(start)]), ...commands].map((argv) => ({ host, argv })),
  howToCheck: ({ host }, { inventory }) => [sshCommand(inventory, host, ['docker', 'ps', '--all'])],
});

function toStart(names: readonly string[]): readonly string[] {
  return ['docker', 'start', ...names];
}

async function look({ host, start }: Params, context: StepContext): Promise<Conditions> {
  if (start.length === 0) return groupByCondition([], []);
  const result = await askHost(host, LIST_CONTAINERS, LOOK_TIMEOUT_MS, context);
  return groupByCondition(start, parseContainers(getStdout(result, context.texts)));
}

function listIdle({ stopped, missing }: Conditions): string[] {
  return [...stopped, ...missing];
}

async function waitUntilHealthy(asked: Params, context: StepContext): Promise<void> {
  const { clock, signal, progress, texts } = context;
  const { host } = asked;
  const until = clock.now().getTime() + HEALTHY_WITHIN_MS;
  for (;;) {
    const { starting, unhealthy, stopped, missing } = await look(asked, context);
    const down = [...stopped, ...missing];
    if (down.length > 0) throw unwell(texts.steps.notRunning({ host, names: down }), host, down[0], context);
    if (starting.length === 0 && unhealthy.length === 0) return;
    const names = [...starting, ...unhealthy];
    if (clock.now().getTime() >= until) {
      const facts = { host, names, afterMs: HEALTHY_WITHIN_MS };
      const message = unhealthy.length > 0 ? texts.steps.notHealthy(facts) : texts.steps.stillStarting(facts);
      throw unwell(message, host, names[0], context);
    }
    progress(texts.steps.containersStarting({ names }));
    await clock.sleep(POLL_MS, signal);
    signal.throwIfAborted();
  }
}

function unwell(message: string, host: string, name: string | undefined, { texts }: StepContext): OpsError {
  return new OpsError('remote_failed', message, { hint: texts.steps.readLogsHint({ host, name: name ?? '' }) });
}
