import type { Core } from '../core.ts';
import type { JsonObject } from '../json-object.ts';
import type { Channel, SharedFile } from '../state.ts';

export function toApiFile({ state, address }: Core, file: SharedFile): JsonObject {
  const url = `${address.url}/files/${file.id}/${encodeURIComponent(file.name)}`;
  const isText = file.mimetype.startsWith('text/');
  const type = file.name.split('.').at(-1) ?? 'text';
  const shared = file.channels.flatMap((id) => state.channels.get(id) ?? []);
  const idsOf = (kind: Channel['kind']): string[] => shared.filter((each) => each.kind === kind).map(({ id }) => id);
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: type,
    pretty_type: isText ? 'Plain Text' : type.toUpperCase(),
    user: state.app.botUserId,
    user_team: state.team.id,
    editable: isText,
    size: file.size,
    mode: isText ? 'snippet' : 'hosted',
    is_external: false,
    external_type: '',
    is_public: idsOf('public').length > 0,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: url,
    url_private_download: `${url}?download=1`,
    permalink: `https://${state.team.domain}.slack.com/files/${state.app.botUserId}/${file.id}`,
    permalink_public: `https://slack-files.com/${state.team.id}-${file.id}`,
    ...(isText && { ...toSnippet(file), edit_link: `${url}/edit` }),
    channels: idsOf('public'),
    groups: idsOf('private'),
    ims: idsOf('im'),
    shares: toShares(state, file, shared),
    comments_count: 0,
    is_starred: false,
    has_more_shares: false,
    has_rich_preview: false,
    media_display_type: 'unknown',
    file_access: 'visible',
  };
}

function toSnippet({ content }: SharedFile): JsonObject {
  const lines = content.toString().split('\n');
  return {
    preview: lines.slice(0, 5).join('\n'),
    preview_highlight: '',
    lines: lines.length,
    lines_more: Math.max(0, lines.length - 5),
    preview_is_truncated: lines.length > 5,
  };
}

function toShares({ team, app }: Core['state'], file: SharedFile, channels: Channel[]): JsonObject {
  const sharesIn = (channel: Channel): JsonObject[] =>
    channel.messages
      .filter(({ files }) => files?.includes(file))
      .map(({ ts, threadTs }) => ({
        ...{ ts, channel_name: channel.name, team_id: team.id, reply_users: [], reply_users_count: 0, reply_count: 0 },
        ...(threadTs !== undefined && { thread_ts: threadTs }),
        share_user_id: app.botUserId,
        source: 'UNKNOWN',
      }));
  const entries = (isPublic: boolean): [string, JsonObject[]][] =>
    channels.filter(({ kind }) => (kind === 'public') === isPublic).map((channel) => [channel.id, sharesIn(channel)]);
  return { public: Object.fromEntries(entries(true)), private: Object.fromEntries(entries(false)) };
}
