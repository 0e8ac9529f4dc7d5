import { checkMessageBlocks, findTooMuch } from '../../blockkit/message.ts';
import { lengthOf, type Issue } from '../../blockkit/rule.ts';
import { checkView } from '../../blockkit/view.ts';
import { toObject, toObjects, type JsonObject } from '../../json-object.ts';
import type { Method } from '../method.ts';
import { invalidArguments, SlackError } from '../slack-error.ts';

/** Slack's public check; needs no token. */
const validate: Method = (_core, args) => {
  const [kind, ...others] = ['blocks', 'message', 'view'].filter((name) => args[name] !== undefined);
  if (kind === undefined || others.length > 0) {
    throw invalidArguments('provide exactly one of `blocks`, `view`, or `message`');
  }
  if (kind === 'view') return refuse('invalid_view', checkView(args['view'], ['modal', 'home']));
  const blocks = kind === 'blocks' ? args['blocks'] : toObject(args['message'])['blocks'];
  // Recorded from the live method: a markdown block over its limit is an internal_error there.
  const isTooLong = (block: JsonObject): boolean =>
    block['type'] === 'markdown' && lengthOf(String(block['text'])) > 12_000;
  if (toObjects(blocks).some(isTooLong)) throw new SlackError('internal_error');
  const pointer = kind === 'blocks' ? '/blocks' : '/message/blocks';
  const issues = checkMessageBlocks(blocks, pointer);
  const tooMuch = issues.length === 0 ? findTooMuch(toObjects(blocks)) : undefined;
  if (tooMuch !== undefined) issues.push({ line: tooMuch, pointer });
  return refuse(kind === 'blocks' ? 'invalid_blocks' : 'invalid_message', issues);
};

function refuse(code: string, issues: Issue[]): JsonObject {
  if (issues.length === 0) return {};
  throw new SlackError(code, [], { errors: issues.map(toEntry) });
}

function toEntry({ line, pointer }: Issue): JsonObject {
  const code = line
    .replace(/[:`"].*$/, '')
    .replace(/\d+/g, 'n')
    .trim()
    .replaceAll(' ', '_');
  return { code, message: line, pointer, field: pointer.split('/').at(-1), constraint: /\d+/.exec(line)?.[0] ?? null };
}

export const blocksMethods: Record<string, Method> = { 'blocks.validate': validate };
