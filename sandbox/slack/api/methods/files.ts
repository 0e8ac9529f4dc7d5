import { readContent } from '../../content.ts';
import type { Core } from '../../core.ts';
import { findText, isObject, toText, type JsonObject } from '../../json-object.ts';
import { addMessage } from '../../messages.ts';
import type { Channel, SharedFile } from '../../state.ts';
import { getWritable, isBotIn } from '../conversation.ts';
import { toApiFile } from '../file-shape.ts';
import type { Method } from '../method.ts';
import { invalidArguments, SlackError } from '../slack-error.ts';
import { readThread } from './chat.ts';

const MAX_SNIPPET_BYTES = 1_048_576;
const CHANNEL_ID = '^[CGDZ][A-Z0-9]{8,}$';

const MIME_TYPES: Record<string, string> = {
  png: 'image/png',
  svg: 'image/svg+xml',
  json: 'application/json',
  md: 'text/markdown',
};

const getUploadUrl: Method = (core, args) => {
  const size = Number(args['length']);
  if (size === 0) throw new SlackError('missing_argument');
  if (args['snippet_type'] !== undefined && size > MAX_SNIPPET_BYTES) throw new SlackError('snippet_too_large');
  const name = toText(args['filename']);
  const mimetype = MIME_TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain';
  const id = core.state.nextId('F');
  const created = Math.floor(core.clock.now().getTime() / 1000);
  const empty = { created, content: Buffer.alloc(0), complete: false, channels: [] };
  core.state.files.set(id, { id, name, title: name, size, mimetype, ...empty });
  return { upload_url: `${core.address.url}/upload/v1/${id}`, file_id: id };
};

const completeUpload: Method = (core, args) => {
  const files = (Array.isArray(args['files']) ? args['files'] : []).map((given) => getUploaded(core, given));
  if (files.length === 0) throw invalidArguments('must provide at least 1 items [json-pointer:/files]');
  const channelId = toText(args['channel_id']) || toText(args['channels']);
  if (channelId !== '') share(core, getShareTarget(core, channelId), files, args);
  for (const file of files) file.complete = true;
  return { files: files.map((file) => toApiFile(core, file)) };
};

function getUploaded(core: Core, given: unknown): SharedFile {
  if (!isObject(given)) throw invalidArguments('must provide an object [json-pointer:/files/0]');
  const file = core.state.files.get(toText(given['id']));
  if (!file || file.content.length !== file.size) throw new SlackError('file_not_found');
  file.title = findText(given['title']) ?? file.title;
  return file;
}

/** Slack refuses here what does not look like the id of a conversation; the short ids of a sandbox may. */
function getShareTarget(core: Core, id: string): Channel {
  const exists = core.state.channels.has(id);
  if (!exists && !new RegExp(CHANNEL_ID).test(id)) {
    throw invalidArguments(`input must match regex pattern: ${CHANNEL_ID} [json-pointer:/channel_id]`);
  }
  const channel = getWritable(core, id);
  if (!isBotIn(core, channel)) throw new SlackError('not_in_channel');
  return channel;
}

function share(core: Core, channel: Channel, files: SharedFile[], args: JsonObject): void {
  const text = toText(args['initial_comment']);
  const content = args['blocks'] === undefined ? { text } : readContent(core, { text, blocks: args['blocks'] });
  const threadTs = readThread(core, channel, args, 'files.completeUploadExternal');
  for (const file of files) file.channels.push(channel.id);
  const draft = { ...content, byBot: true, user: core.state.app.botUserId, files };
  addMessage(core, channel, { ...draft, ...(threadTs !== undefined && { threadTs }) });
}

const info: Method = (core, args) => {
  const file = core.state.files.get(toText(args['file']));
  if (!file?.complete) throw new SlackError('file_not_found');
  const isText = file.mimetype.startsWith('text/');
  const content = isText ? { content: file.content.toString(), is_truncated: false } : {};
  return { file: toApiFile(core, file), ...content, comments: [], response_metadata: { next_cursor: '' } };
};

export const fileMethods: Record<string, Method> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
  'files.info': info,
};
