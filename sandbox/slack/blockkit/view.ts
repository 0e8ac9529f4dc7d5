import { toObject, toObjects } from '../json-object.ts';
import { viewBlock } from './blocks.ts';
import { alternatives, array, boolean, object, oneOf, string, typed, type Issue, type Rule } from './rule.ts';
import { plainText } from './text-objects.ts';
import { findRepeatedIds } from './unique-ids.ts';

const common: Record<string, Rule> = {
  private_metadata: string({ max: 3000 }),
  callback_id: string({ max: 255 }),
  external_id: string({ max: 255 }),
};
const blocks = array(viewBlock, { max: 100 });

const modal: Rule = object(
  { type: oneOf('modal'), title: plainText(24), blocks },
  {
    ...common,
    submit: plainText(24),
    close: plainText(24),
    clear_on_close: boolean,
    notify_on_close: boolean,
    submit_disabled: boolean,
  },
);

const home: Rule = object({ type: oneOf('home'), blocks }, common);

export type ViewKind = 'modal' | 'home';

/** `kinds`: what the method takes; blocks.validate takes both. */
export function checkView(view: unknown, kinds: readonly ViewKind[]): Issue[] {
  const issues: Issue[] = [];
  const rules = { modal, home };
  const rule = typed(Object.fromEntries(kinds.map((kind) => [kind, rules[kind]])));
  alternatives(rule)(view, '/view', issues);
  if (issues.length > 0) return issues;
  return [...findRepeatedIds(toObject(view)['blocks'], '/view/blocks'), ...findMissingSubmit(view)];
}

function findMissingSubmit(view: unknown): Issue[] {
  const { type, submit, blocks: given } = toObject(view);
  if (type !== 'modal' || submit !== undefined) return [];
  const index = toObjects(given).findIndex((block) => block['type'] === 'input');
  if (index < 0) return [];
  return [{ line: 'must define `submit` to use an `input` block in modals', pointer: `/view/blocks/${index}/input` }];
}
