import type { Core } from '../core.ts';
import type { JsonObject } from '../json-object.ts';
import type { SharedFile } from '../state.ts';

export function toApiFile({ state, address }: Core, file: SharedFile): JsonObject {
  const url = `${address.url}/files/${file.id}/${encodeURIComponent(file.name)}`;
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.name.split('.').at(-1) ?? 'text',
    size: file.size,
    user: state.app.botUserId,
    user_team: state.team.id,
    mode: file.mimetype.startsWith('text/') ? 'snippet' : 'hosted',
    is_external: false,
    is_public: true,
    url_private: url,
    url_private_download: `${url}?download=1`,
    permalink: `https://${state.team.domain}.slack.com/files/${state.app.botUserId}/${file.id}`,
    channels: [...file.channels],
  };
}
