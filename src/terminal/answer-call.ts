import { randomBytes } from 'node:crypto';
import type { Actor } from '../core/actor.ts';
import { OpsError, toOpsError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { toWireError, type Channel } from './channel.ts';
import { followRun } from './follow-run.ts';
import { callMethod, FOLLOW, followParams, parseParams, type MethodName, type SeenRun } from './methods.ts';
import type { ClientMessage } from './protocol.ts';
import type { TerminalDeps } from './deps.ts';

export type Call = Extract<ClientMessage, { type: 'call' }>;

/** Does what a known person asks for, and sends the answer. Never throws. */
export async function answerCall(call: Call, actor: Actor, channel: Channel, deps: TerminalDeps): Promise<void> {
  try {
    const value = call.method === FOLLOW ? await follow(call, channel, deps) : await ask(call, actor, deps);
    channel.send({ type: 'result', id: call.id, value: value as Json });
  } catch (thrown) {
    channel.send({ type: 'error', id: call.id, error: toWireError(toTold(thrown, call, actor, deps)) });
  }
}

async function ask({ method, params }: Call, actor: Actor, deps: TerminalDeps): Promise<unknown> {
  const { runs, inventory, texts, draw, status } = deps;
  const channel = inventory.slack.channels.incidents;
  return await callMethod(method as MethodName, params, { actor, runs, channel, texts, draw, status });
}

async function follow({ id: callId, params }: Call, channel: Channel, deps: TerminalDeps): Promise<null> {
  const { id, until } = parseParams(followParams, params, deps.texts);
  await followRun({
    find: () => deps.runs.find(id),
    clock: deps.clock,
    signal: channel.gone,
    until,
    onChange(run) {
      const value: SeenRun = { run, card: deps.draw(run) };
      channel.send({ type: 'update', id: callId, value: value as unknown as Json });
    },
  });
  return null;
}

/** A bug is told by a reference; the log has the stack under it. */
function toTold(thrown: unknown, { method }: Call, { person }: Actor, { log, texts }: TerminalDeps): OpsError {
  const error = toOpsError(thrown);
  if (error.code !== 'internal') return error;
  const ref = randomBytes(4).toString('hex');
  log.error({ ref, method: method.slice(0, 64), person, err: error.cause ?? error }, 'terminal call broke');
  return new OpsError('internal', texts.cards.internalError({ ref }));
}
