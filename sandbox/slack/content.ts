import { SlackError } from './api/slack-error.ts';
import { fillIn } from './blockkit/fill-in.ts';
import { checkAttachments, checkMessageBlocks, findTooMuch } from './blockkit/message.ts';
import { lengthOf, toLine, type Issue } from './blockkit/rule.ts';
import type { Core } from './core.ts';
import { isObject, toObjects, toText, type JsonObject } from './json-object.ts';
import type { Message } from './state.ts';

export type Content = Pick<Message, 'text' | 'blocks' | 'attachments' | 'metadata'>;

const MAX_TEXT = 40_000;
const MAX_MARKDOWN_TEXT = 12_000;
const MAX_METADATA_BYTES = 16 * 1024;

/** What a message says, checked as Slack checks it: for chat.*, for response_url and for the ack of a command. */
export function readContent(core: Core, args: JsonObject): Content {
  const given = toText(args['text']);
  const text = Array.from(given).slice(0, MAX_TEXT).join('');
  const blocks = readBlocks(core, args);
  const attachments = readAttachments(args['attachments']);
  const metadata = readMetadata(args['metadata']);
  if (text === '' && blocks.length === 0 && attachments.length === 0) throw new SlackError('no_text');
  return {
    text,
    ...(blocks.length > 0 && { blocks }),
    ...(attachments.length > 0 && { attachments }),
    ...(metadata && { metadata }),
  };
}

function readBlocks(core: Core, args: JsonObject): JsonObject[] {
  const { blocks = [], markdown_text: markdown } = args;
  const newId = (): string => core.state.nextId('').slice(-5);
  if (typeof markdown === 'string') {
    if (args['text'] !== undefined || args['blocks'] !== undefined) throw new SlackError('markdown_text_conflict');
    if (lengthOf(markdown) > MAX_MARKDOWN_TEXT) throw new SlackError('msg_too_long');
    return fillIn([{ type: 'markdown', text: markdown }], newId);
  }
  if (!Array.isArray(blocks)) throw new SlackError('invalid_blocks_format');
  refuseIfAny(checkMessageBlocks(blocks));
  const checked = toObjects(blocks);
  const tooMuch = findTooMuch(checked);
  if (tooMuch === 'invalid_attachments') throw new SlackError(tooMuch, ['[ERROR] only_one_table_allowed']);
  if (tooMuch !== undefined) throw new SlackError(tooMuch);
  return fillIn(checked, newId);
}

function refuseIfAny(issues: Issue[]): void {
  if (issues.length === 0) return;
  const lines = issues.map(toLine);
  throw new SlackError(
    'invalid_blocks',
    lines.map((line) => `[ERROR] ${line}`),
    { errors: lines },
  );
}

function readAttachments(attachments: unknown): JsonObject[] {
  if (attachments === undefined) return [];
  if (!Array.isArray(attachments)) throw new SlackError('invalid_attachments');
  if (attachments.length > 100) throw new SlackError('too_many_attachments');
  const tooLong = toObjects(attachments).flatMap(findOversized);
  if (tooLong.length > 0) throw new SlackError('invalid_attachments', tooLong);
  refuseIfAny(checkAttachments(attachments));
  return toObjects(attachments);
}

function findOversized({ footer, actions }: JsonObject, index: number): string[] {
  const isLong = lengthOf(toText(footer)) > 300;
  const isMany = Array.isArray(actions) && actions.length > 5;
  return [
    ...(isLong ? [`[ERROR] must be less than 301 characters [json-pointer:/attachments/${index}/footer]`] : []),
    ...(isMany ? [`[ERROR] no more than 5 items allowed [json-pointer:/attachments/${index}/actions]`] : []),
  ];
}

function readMetadata(metadata: unknown): JsonObject | undefined {
  if (metadata === undefined || metadata === '') return undefined;
  const fits = isObject(metadata) && typeof metadata['event_type'] === 'string' && isObject(metadata['event_payload']);
  if (!fits || Object.keys(metadata).length > 2) throw new SlackError('invalid_metadata_format');
  if (Buffer.byteLength(JSON.stringify(metadata)) > MAX_METADATA_BYTES) throw new SlackError('metadata_too_large');
  return metadata;
}
