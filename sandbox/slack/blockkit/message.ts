import { toObjects, type JsonObject } from '../json-object.ts';
import { messageBlock } from './blocks.ts';
import { array, lengthOf, type Issue } from './rule.ts';
import { findRepeatedIds } from './unique-ids.ts';

/** About: slackapi/bolt-js#2509 met the refusal somewhere between 13,172 and 13,297 characters. */
const MAX_TEXT_IN_BLOCKS = 13_200;
const MAX_MARKDOWN_TOGETHER = 12_000;

export function checkMessageBlocks(blocks: unknown, pointer = '/blocks'): Issue[] {
  const issues: Issue[] = [];
  array(messageBlock, { max: 50 })(blocks, pointer, issues);
  return issues.length > 0 ? issues : findRepeatedIds(blocks, pointer);
}

/** The error code for blocks that are well-formed each, but too much together. */
export function findTooMuch(blocks: readonly JsonObject[]): string | undefined {
  const markdown = blocks.filter((block) => block['type'] === 'markdown');
  if (textLength(markdown) > MAX_MARKDOWN_TOGETHER) return 'msg_blocks_too_long';
  if (textLength(blocks) > MAX_TEXT_IN_BLOCKS) return 'msg_blocks_too_long';
  return blocks.filter((block) => block['type'] === 'table').length > 1 ? 'invalid_attachments' : undefined;
}

function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each: unknown) => sum + textLength(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [name, each]) => sum + (name === 'text' && typeof each === 'string' ? lengthOf(each) : textLength(each)),
    0,
  );
}

/** Blocks in attachments are checked as a message's own are. */
export function checkAttachments(attachments: unknown): Issue[] {
  return toObjects(attachments).flatMap((attachment, index) =>
    attachment['blocks'] === undefined ? [] : checkMessageBlocks(attachment['blocks'], `/attachments/${index}/blocks`),
  );
}
