import { connectedTeams } from '../connected-teams.ts';
import type { Core } from '../core.ts';
import type { JsonObject } from '../json-object.ts';
import type { Channel, Message, Person } from '../state.ts';
import { toImages } from './images.ts';
import { toRichText } from './rich-text.ts';
import { appIdOf, botIdOf } from './user-shape.ts';

/** What a message says about who wrote it: bots have an app, people of other workspaces a workspace and a profile. */
export function toAuthor(core: Core, channel: Channel, message: Message): JsonObject {
  const { state } = core;
  const person = state.people.get(message.user ?? '');
  const team = person?.teamId ?? state.team.id;
  if (message.tombstone) return { team };
  if (message.byBot || person?.isBot) return { team, ...toBot(core, message) };
  return {
    team,
    ...(message.clientMsgId !== undefined && { client_msg_id: message.clientMsgId }),
    ...(!message.blocks && { blocks: [toRichText(message.text)] }),
    ...(person && connectedTeams(state, channel).length > 0 && toSharedAuthor(person)),
  };
}

function toBot({ state }: Core, message: Message): JsonObject {
  const bot = state.people.get(message.user ?? '');
  if (!bot) return {};
  const botId = botIdOf(state, bot);
  const appId = appIdOf(state, bot);
  return {
    bot_id: botId,
    app_id: appId,
    bot_profile: {
      id: botId,
      app_id: appId,
      user_id: bot.id,
      name: bot.name,
      deleted: false,
      updated: 1_700_000_000,
      icons: toImages(36, 48, 72),
      team_id: bot.teamId,
    },
    ...(message.username !== undefined && { username: message.username }),
  };
}

function toSharedAuthor({ name, realName, teamId, guest }: Person): JsonObject {
  return {
    user_team: teamId,
    source_team: teamId,
    user_profile: {
      name,
      real_name: realName,
      first_name: realName.split(' ')[0],
      display_name: name,
      team: teamId,
      is_restricted: guest !== undefined,
      is_ultra_restricted: guest === 'single-channel',
      avatar_hash: 'g0123456789a',
      ...toImages(72),
    },
  };
}
