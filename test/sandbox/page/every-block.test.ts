import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillIn } from '../../../sandbox/slack/blockkit/fill-in.ts';
import { checkMessageBlocks } from '../../../sandbox/slack/blockkit/message.ts';
import { checkView } from '../../../sandbox/slack/blockkit/view.ts';
import type { JsonObject } from '../../../sandbox/slack/json-object.ts';
import { messageBlocks, viewBlocks } from './any-blocks.ts';
import { draw, read } from './draw.tsx';

let ids = 0;
/** As the workspace stores them. */
const stored = (blocks: JsonObject[]): JsonObject[] => fillIn(blocks, () => `b${(ids += 1)}`);

function expectDrawn(blocks: JsonObject[]): void {
  const html = draw(stored(blocks));
  expect(html).not.toMatch(/undefined|NaN|\[object Object\]/);
  expect(html).not.toMatch(/(?:href|src)="(?!https:|mailto:)/);
  expect(read(html)).not.toContain('cannot be shown here');
}

test('whatever a message may hold is drawn', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(messageBlocks, (blocks) => {
      fc.pre(checkMessageBlocks(blocks).length === 0);
      for (const { type } of blocks) kinds.add(String(type));
      expectDrawn(blocks);
    }),
    { numRuns: 400 },
  );
  expect(kinds).toEqual(
    new Set([
      'actions',
      'alert',
      'context',
      'divider',
      'header',
      'image',
      'input',
      'markdown',
      'rich_text',
      'section',
      'table',
    ]),
  );
});

test('whatever a modal or a Home may hold is drawn', () => {
  const title = { type: 'plain_text', text: 'Title' };
  fc.assert(
    fc.property(viewBlocks, (blocks) => {
      fc.pre(checkView({ type: 'modal', title, submit: title, blocks }, ['modal', 'home']).length === 0);
      expectDrawn(blocks);
    }),
    { numRuns: 300 },
  );
});
