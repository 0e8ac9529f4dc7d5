import { z } from 'zod';
import { askHost } from '../core/ask-host.ts';
import { groupByCondition, LIST_CONTAINERS, parseContainers, type Conditions } from '../core/docker.ts';
import { OpsError } from '../core/errors.ts';
import { getStdout, toOutput } from '../core/exec-result.ts';
import type { ExecResult } from '../core/ports/remote.ts';
import { defineStep, type StepContext } from '../core/step.ts';

const TIMEOUT_MS = 5_000;
const STARTING_MS = 20_000;
const POLL_MS = 1_000;

const params = z.object({
  host: z.string(),
  names: z.array(z.string()).readonly(),
  /** Of these, the ones that a fence may have stopped. */
  mayBeStopped: z.array(z.string()).readonly(),
});
type Params = z.infer<typeof params>;

/** Refuses unless every container exists, runs, and is healthy where it has a health check. */
export const checkContainers = defineStep({
  type: 'containers.check',
  risk: 'read',
  params,
  timeoutMs: 40_000,
  title: ({ host }, { steps }) => steps.containersTitle({ host }),
  describe: ({ host, names, mayBeStopped }, { steps }) =>
    steps.containersDescribe({ host, names }) +
    (mayBeStopped.length === 0 ? '' : `; ${steps.containersMayBeStopped({ names: mayBeStopped })}`),
  async apply(asked, context) {
    const { host, names } = asked;
    const { steps } = context.texts;
    const [{ result, conditions }, restarted] = await Promise.all([
      settle(asked, context),
      readRestarts(asked, context),
    ]);
    refuseUnwell(asked, conditions, context);
    const running = conditions.well.toSorted();
    const stopped = conditions.stopped.toSorted();
    return {
      summary: steps.containersSummary({ running: running.length, total: names.length, stopped }),
      facts: { running, stopped },
      warnings: restarted.length === 0 ? [] : [steps.restarts({ host, counts: restarted })],
      outputs: [{ ...toOutput(result), text: toTable(names, result) }],
    };
  },
  hostCommands: ({ host, names }) => [LIST_CONTAINERS, toInspect(names)].map((argv) => ({ host, argv })),
});

/** Asks until nothing is starting any more, or too long. */
async function settle(asked: Params, context: StepContext): Promise<{ result: ExecResult; conditions: Conditions }> {
  const { clock, signal, progress, texts } = context;
  const until = clock.now().getTime() + STARTING_MS;
  for (;;) {
    const result = await askHost(asked.host, LIST_CONTAINERS, TIMEOUT_MS, context);
    const conditions = groupByCondition(asked.names, parseContainers(getStdout(result, texts)));
    const { starting, unhealthy, missing } = conditions;
    const isHopeless = unhealthy.length > 0 || missing.length > 0 || findDown(asked, conditions).length > 0;
    if (starting.length === 0 || isHopeless || clock.now().getTime() >= until) return { result, conditions };
    progress(texts.steps.containersStarting({ names: starting }));
    await clock.sleep(POLL_MS, signal);
    signal.throwIfAborted();
  }
}

function findDown({ mayBeStopped }: Params, { stopped }: Conditions): string[] {
  return stopped.filter((name) => !mayBeStopped.includes(name));
}

function refuseUnwell(asked: Params, conditions: Conditions, { texts: { steps } }: StepContext): void {
  const { host } = asked;
  const { missing, unhealthy, starting } = conditions;
  const stopped = findDown(asked, conditions);
  const down = asked.names.filter((name) => missing.includes(name) || stopped.includes(name));
  if (down.length > 0) {
    throw new OpsError('remote_failed', steps.notRunning({ host, names: down }), {
      hint: steps.notRunningHint({ host, stopped, missing }),
    });
  }
  const [sick = starting[0]] = unhealthy;
  if (sick === undefined) return;
  const message =
    unhealthy.length > 0
      ? steps.notHealthy({ host, names: unhealthy })
      : steps.stillStarting({ host, names: starting, afterMs: STARTING_MS });
  throw new OpsError('remote_failed', message, { hint: steps.readLogsHint({ host, name: sick }) });
}

/** `name count` of those that Docker had to restart. Only evidence: what cannot be read is left out. */
async function readRestarts({ host, names }: Params, context: StepContext): Promise<string[]> {
  if (names.length === 0) return [];
  try {
    const { stdout } = await askHost(host, toInspect(names), TIMEOUT_MS, context);
    return [...stdout.matchAll(/^\/?(\S+) ([1-9]\d*)$/gm)].map(([, name, count]) => `${name} ${count}×`);
  } catch (thrown) {
    if (thrown instanceof OpsError) return [];
    throw thrown;
  }
}

function toInspect(names: readonly string[]): readonly string[] {
  return ['docker', 'inspect', '--format', '{{.Name}} {{.RestartCount}}', ...names];
}

function toTable(names: readonly string[], { stdout }: ExecResult): string {
  const containers = parseContainers(stdout);
  return names.map((name) => `${name}  ${containers.find((one) => one.name === name)?.status ?? '-'}`).join('\n');
}
