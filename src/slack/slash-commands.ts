import type { App, SlashCommand } from '@slack/bolt';
import { findPerson, toSlackActor } from '../core/actor.ts';
import { checkFlags } from '../core/check-flags.ts';
import type { Command, CommandContext, Reply } from '../core/command.ts';
import { OpsError } from '../core/errors.ts';
import { findNearest } from '../core/nearest.ts';
import { parseCommand } from '../core/parse-command.ts';
import type { Alerts } from '../core/ports/alerts.ts';
import { chooseServiceView } from './choose-service.ts';
import { createCommandPace, type CommandPace } from './command-pace.ts';
import { answerPrivately, findStranger, toPrivate, toRefusal, type ConversationDeps } from './conversation.ts';
import { unescapeTyped } from './escape.ts';

export interface SlashCommandDeps extends ConversationDeps {
  commands: readonly Command[];
  audit: CommandContext['audit'];
  alerts: Alerts;
  status(): Promise<readonly string[]>;
}

/** Slack gives up after 3 s. */
const ANSWER_AT_ONCE_MS = 1_500;

/** Registers every command, and an answer for those that the manifest names and this version does not have. */
export function registerSlashCommands(app: App, deps: SlashCommandDeps): void {
  const pace = createCommandPace(deps.inventory.policies.commands, deps.clock);
  app.command(/^\//, async ({ ack, command }) => {
    const early = deps.isDraining()
      ? deps.texts.cards.restarting
      : (findStranger({ id: command.user_id, team_id: command.team_id }, deps) ??
        findHaste(command.user_id, pace, deps));
    if (early !== undefined) return ack({ response_type: 'ephemeral', ...toPrivate(early, deps.texts) });
    const reply = runCommand(command, deps);
    const late = new AbortController();
    const first = await Promise.race([reply, deps.clock.sleep(ANSWER_AT_ONCE_MS, late.signal)]);
    late.abort();
    if (first?.kind === 'text')
      return ack(first.text === '' ? undefined : { response_type: 'ephemeral', ...toPrivate(first.text, deps.texts) });
    if (!first) await ack({ response_type: 'ephemeral', ...toPrivate(deps.texts.cards.workingOnIt, deps.texts) });
    else await ack();
    await answerLate(await reply, command, deps);
  });
}

/** What somebody is told who types faster than people do. */
function findHaste(user: string, pace: CommandPace, { inventory, texts }: SlashCommandDeps): string | undefined {
  const waitMs = pace.findWaitMs(user);
  const limit = inventory.policies.commands;
  if (waitMs === undefined || !limit) return undefined;
  const [seconds, wait] = [limit.withinMs, waitMs].map((ms) => Math.ceil(ms / 1_000));
  return texts.guards.tooFast({ count: limit.count, seconds: seconds ?? 0, wait: wait ?? 0 });
}

/** Never throws: what goes wrong is the answer. */
async function runCommand(typed: SlashCommand, deps: SlashCommandDeps): Promise<Reply> {
  const actor = toSlackActor(typed.user_id, deps.inventory);
  try {
    const command = getCommand(typed.command, deps);
    const input = parseCommand(
      unescapeTyped(typed.text, (id) => findPerson({ person: id }, deps.inventory.people)?.name),
    );
    checkFlags(input, command.flags ?? [], deps.texts);
    const { inventory, texts, commands, audit, alerts, status } = deps;
    const where = { actor, channel: typed.channel_id, now: deps.clock.now() };
    const ports = { runs: deps.runs(), guards: deps.guards(), audit, alerts };
    return await command.run(input, { ...where, ...ports, inventory, texts, commands, status });
  } catch (thrown) {
    return { kind: 'text', text: toRefusal(thrown, deps, { command: typed.command, actor: actor.person }) };
  }
}

async function answerLate(reply: Reply, typed: SlashCommand, deps: SlashCommandDeps): Promise<void> {
  const listener = { user: typed.user_id, channel: typed.channel_id, responseUrl: typed.response_url };
  if (reply.kind === 'text') return reply.text === '' ? undefined : answerPrivately(deps, listener, reply.text);
  const state = { runbook: reply.runbook, channel: typed.channel_id, responseUrl: typed.response_url };
  try {
    await deps.web.call('views.open', {
      trigger_id: typed.trigger_id,
      view: chooseServiceView(state, deps.inventory, deps.texts),
    });
  } catch (thrown) {
    await answerPrivately(deps, listener, toRefusal(thrown, deps, { command: typed.command }));
  }
}

function getCommand(name: string, { commands, texts }: SlashCommandDeps): Command {
  const command = commands.find((one) => one.name === name);
  if (command) return command;
  const words = texts.cards;
  const nearest = findNearest(
    name,
    commands.map((one) => one.name),
  );
  const hint = nearest === undefined ? words.useHelp : words.didYouMean({ name: nearest });
  throw new OpsError('not_found', words.unknownCommand({ command: name }), { hint });
}
