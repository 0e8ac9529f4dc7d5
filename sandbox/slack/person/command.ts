import { randomUUID } from 'node:crypto';
import { SlackError } from '../api/slack-error.ts';
import { toPlain } from '../blockkit/plain.ts';
import { readContent } from '../content.ts';
import { domainOf } from '../connected-teams.ts';
import type { Core, Origin } from '../core.ts';
import { addResponse } from '../delivery/response-urls.ts';
import { toObject, type JsonObject } from '../json-object.ts';
import { addMessage } from '../messages.ts';
import type { Channel, Person } from '../state.ts';
import { toChannelName } from './place.ts';
import { getActive, getVisible } from './who.ts';

export interface Typed {
  /** 0 if nothing was sent to the app. */
  ackMs: number;
  /** What the ack said, if anything. */
  text?: string;
  error?:
    | 'operation_timeout'
    | 'dispatch_failed'
    | 'not_a_command'
    | 'not_supported_in_threads'
    | 'invalid_command_response';
  /** What the person sees at once. */
  shown: string;
  /** Of the message that resulted, if there is one. */
  ts?: string;
}

/** Types into a channel: a command, or a message for all. Resolves with the ack, or after 3 seconds without one. */
export async function type(
  core: Core,
  userId: string,
  input: string,
  where: { channel: string; threadTs?: string },
): Promise<Typed> {
  const person = getActive(core, userId);
  const channel = getVisible(core, userId, where.channel);
  if (!channel.members.has(userId)) throw new Error(`${person.name} is not in ${channel.name} and cannot write there`);
  if (channel.archived) throw new Error(`${channel.name} is archived`);
  if (!input.startsWith('/') || person.isBot) return say(core, channel, person, input, where.threadTs);
  const [command = ''] = input.split(/\s/, 1);
  if (!core.installed.hasCommand(command)) return { ackMs: 0, error: 'not_a_command', shown: notACommand(command) };
  if (where.threadTs !== undefined) {
    return { ackMs: 0, error: 'not_supported_in_threads', shown: `${command} is not supported in threads. Sorry!` };
  }
  return runCommand(core, channel, person, command, input.slice(command.length).trim());
}

function say(core: Core, channel: Channel, person: Person, text: string, threadTs?: string): Typed {
  const draft = {
    text,
    byBot: false,
    user: person.id,
    clientMsgId: randomUUID(),
    ...(threadTs !== undefined && { threadTs }),
  };
  const { ts } = addMessage(core, channel, draft);
  return { ackMs: 0, shown: text, ts };
}

async function runCommand(core: Core, channel: Channel, person: Person, command: string, text: string): Promise<Typed> {
  const { state } = core;
  const origin: Origin = { kind: 'commands', channel, user: person.id };
  const outcome = await core.delivery.sendCommand({
    token: state.credentials.verificationToken,
    team_id: person.teamId,
    team_domain: domainOf(state, person.teamId),
    channel_id: channel.id,
    channel_name: toChannelName(channel),
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: state.app.id,
    is_enterprise_install: 'false',
    response_url: core.responseUrls.issue(origin),
    trigger_id: core.triggers.issue(person.id),
  });
  const { ackMs } = outcome;
  if (!outcome.ok) return { ackMs, error: outcome.error, shown: failed(command, outcome.error) };
  return { ackMs, ...showAck(core, origin, command, toObject(outcome.body)) };
}

function showAck(core: Core, origin: Origin, command: string, body: JsonObject): Omit<Typed, 'ackMs'> {
  if (!['text', 'blocks', 'attachments'].some((name) => body[name] !== undefined)) return { shown: '' };
  try {
    const content = readContent(core, body);
    const ts = addResponse(core, origin, body, content);
    return { text: content.text, shown: content.blocks ? toPlain(content.blocks) : content.text, ts };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    core.record.refused(`ack of ${command}`, error.code, error.messages);
    return { error: 'invalid_command_response', shown: failed(command, 'invalid_command_response') };
  }
}

const failed = (command: string, error: string): string => `${command} failed with the error "${error}"`;

const notACommand = (command: string): string =>
  `${command} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as ` +
  'commands. If you are trying to send a message and not run a command, try preceding the "/" with an empty space.';
