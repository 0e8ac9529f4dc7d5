import type { Core } from '../../core.ts';
import { toText, type JsonObject } from '../../json-object.ts';
import type { Person, Usergroup } from '../../state.ts';
import type { Method } from '../method.ts';
import { toPage } from '../page.ts';
import { SlackError } from '../slack-error.ts';

export function toApiUser(core: Core, person: Person): JsonObject {
  const isApp = person.id === core.state.app.botUserId;
  return {
    id: person.id,
    team_id: core.state.team.id,
    name: person.name,
    real_name: person.realName,
    deleted: person.deleted,
    is_bot: person.isBot,
    is_app_user: false,
    is_restricted: false,
    is_ultra_restricted: false,
    tz: 'Asia/Seoul',
    tz_label: 'Korea Standard Time',
    tz_offset: 32_400,
    updated: 1_700_000_000,
    profile: {
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.name,
      display_name_normalized: person.name,
      team: core.state.team.id,
      ...(isApp && { api_app_id: core.state.app.id, bot_id: core.state.app.botId }),
    },
  };
}

function toApiUsergroup(core: Core, group: Usergroup, withUsers: boolean): JsonObject {
  return {
    id: group.id,
    team_id: core.state.team.id,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    handle: group.handle,
    description: '',
    is_external: false,
    date_delete: 0,
    user_count: group.users.length,
    ...(withUsers && { users: [...group.users] }),
  };
}

const info: Method = (core, args) => {
  const person = core.state.people.get(toText(args['user']));
  if (!person) throw new SlackError('user_not_found');
  return { user: toApiUser(core, person) };
};

const list: Method = (core, args) => {
  const { items, nextCursor } = toPage([...core.state.people.values()], args);
  return {
    members: items.map((person) => toApiUser(core, person)),
    cache_ts: Math.floor(core.clock.now().getTime() / 1000),
    response_metadata: { next_cursor: nextCursor },
  };
};

const listUsergroups: Method = (core, args) => ({
  usergroups: [...core.state.usergroups.values()].map((group) =>
    toApiUsergroup(core, group, args['include_users'] === true),
  ),
});

const listUsergroupUsers: Method = (core, args) => {
  const group = core.state.usergroups.get(toText(args['usergroup']));
  if (!group) throw new SlackError('no_such_subteam');
  return { users: [...group.users] };
};

export const peopleMethods: Record<string, Method> = {
  'users.info': info,
  'users.list': list,
  'usergroups.list': listUsergroups,
  'usergroups.users.list': listUsergroupUsers,
};
