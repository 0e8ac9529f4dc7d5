import type { Core } from '../core.ts';
import type { JsonObject } from '../json-object.ts';
import type { Person, Usergroup } from '../state.ts';
import { toImages } from './images.ts';

/** A person as users.info, users.list and user_change carry it. `locale` only for those who ask. */
export function toApiUser(core: Core, person: Person, { locale = false } = {}): JsonObject {
  const { team, app } = core.state;
  const isStranger = person.teamId !== team.id;
  return {
    id: person.id,
    team_id: person.teamId,
    name: person.name,
    deleted: person.deleted,
    color: '9f69e7',
    real_name: person.realName,
    tz: 'Asia/Seoul',
    tz_label: 'Korea Standard Time',
    tz_offset: 32_400,
    profile: toProfile(core, person),
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: person.guest !== undefined,
    is_ultra_restricted: person.guest === 'single-channel',
    is_bot: person.isBot,
    is_app_user: false,
    ...(isStranger && { is_stranger: true }),
    updated: 1_700_000_000,
    is_email_confirmed: !person.isBot,
    who_can_share_contact_card: 'EVERYONE',
    ...(locale && { locale: 'en-US' }),
    ...(person.id === app.botUserId && { is_workflow_bot: false }),
  };
}

function toProfile({ state, installed }: Core, person: Person): JsonObject {
  const { name, realName } = person;
  const [first = '', ...rest] = realName.split(' ');
  const bot = { api_app_id: appIdOf(state, person), bot_id: botIdOf(state, person), always_active: true };
  return {
    title: '',
    phone: '',
    skype: '',
    real_name: realName,
    real_name_normalized: realName,
    display_name: name,
    display_name_normalized: name,
    status_text: '',
    status_text_canonical: '',
    status_emoji: '',
    status_emoji_display_info: [],
    status_expiration: 0,
    avatar_hash: 'g0123456789a',
    huddle_state: 'default_unset',
    huddle_state_expiration_ts: 0,
    first_name: first,
    last_name: rest.join(' '),
    team: person.teamId,
    ...toImages(24, 32, 48, 72, 192, 512),
    ...(person.isBot && bot),
    ...(!person.isBot && installed.hasScope('users:read.email') && { email: `${name}@example.com` }),
  };
}

/** The bot behind a bot user; made up from its id for the bots of other apps. */
export const botIdOf = ({ app }: Core['state'], { id }: Person): string =>
  id === app.botUserId ? app.botId : `B${id.slice(1)}`;

export const appIdOf = ({ app }: Core['state'], { id }: Person): string =>
  id === app.botUserId ? app.id : `A${id.slice(1)}`;

export function toApiUsergroup({ state }: Core, group: Usergroup, withUsers: boolean): JsonObject {
  return {
    id: group.id,
    team_id: state.team.id,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    description: '',
    handle: group.handle,
    is_external: false,
    date_create: 1_700_000_000,
    date_update: group.updated,
    date_delete: 0,
    auto_type: null,
    auto_provision: false,
    enterprise_subteam_id: '',
    created_by: state.app.botUserId,
    updated_by: state.app.botUserId,
    deleted_by: null,
    prefs: { channels: [], groups: [] },
    user_count: group.users.length,
    channel_count: 0,
    is_section: false,
    is_idp_group: false,
    is_visible: true,
    is_editing_restricted: false,
    is_membership_locked: false,
    is_org_level: false,
    ...(withUsers && { users: [...group.users] }),
  };
}
