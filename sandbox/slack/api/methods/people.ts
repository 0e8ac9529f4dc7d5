import { toText } from '../../json-object.ts';
import type { Method } from '../method.ts';
import { toPage } from '../page.ts';
import { SlackError } from '../slack-error.ts';
import { toApiUser, toApiUsergroup } from '../user-shape.ts';

const info: Method = (core, args) => {
  const person = core.state.people.get(toText(args['user']));
  if (!person) throw new SlackError('user_not_found');
  return { user: toApiUser(core, person, { locale: args['include_locale'] === true }) };
};

const list: Method = (core, args) => {
  const { items, nextCursor } = toPage([...core.state.people.values()], args);
  return {
    members: items.map((person) => toApiUser(core, person, { locale: args['include_locale'] === true })),
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
