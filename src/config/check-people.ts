import type { Draft } from './draft.ts';
import { type Check, checkReference } from './check.ts';
import type { Path } from './problem.ts';

export function checkPeople(check: Check): void {
  checkDuplicates(check);
  const { policies } = check.draft;
  checkIds(check, ['policies', 'destructive', 'approvers'], policies?.destructive?.approvers);
  checkIds(check, ['policies', 'write', 'approvers'], policies?.write?.approvers);
  checkIds(check, ['policies', 'breakGlass', 'allowed'], policies?.breakGlass?.allowed);
  checkIds(check, ['policies', 'operators'], policies?.operators);
  checkReachable(check, 'destructive', 1);
  checkReachable(check, 'write', 0);
}

function checkDuplicates({ draft, texts, report, toQuoteAt, getLine }: Check): void {
  for (const key of ['name', 'slack', 'account'] as const) {
    const first = new Map<string, number>();
    for (const [at, person] of (draft.people ?? []).entries()) {
      const value = person?.[key];
      if (value === undefined) continue;
      const before = first.get(value);
      const path = ['people', at, key];
      if (before === undefined) first.set(value, at);
      else report(path, texts.duplicate({ name: toQuoteAt(path), line: getLine(['people', before, key]) }));
    }
  }
}

/** People must be known; who is in a usergroup only Slack knows. */
function checkIds(check: Check, path: Path, ids: readonly (string | undefined)[] | undefined): void {
  const { draft, texts, report, toQuoteAt, getLine } = check;
  const known = findPeople(draft);
  for (const [at, id] of (ids ?? []).entries()) {
    const here = [...path, at];
    if (id !== undefined && !isGroup(id)) checkReference(check, here, id, known, texts.noSuchPerson);
    const before = id === undefined ? -1 : (ids ?? []).indexOf(id);
    if (before >= 0 && before < at) {
      report(here, texts.duplicate({ name: toQuoteAt(here), line: getLine([...path, before]) }));
    }
  }
}

/** A gate that nobody could ever open is a mistake, best found before the night on which it is needed. */
function checkReachable({ draft, texts, report }: Check, risk: 'destructive' | 'write', byDefault: number): void {
  const policy = draft.policies?.[risk];
  const approvals = policy?.approvals ?? byDefault;
  const approvers = new Set(policy?.approvers ?? []);
  const people = findPeople(draft);
  const mayStart = draft.policies?.operators ?? people;
  if (!people || !mayStart || approvers.has(undefined) || mayStart.includes(undefined)) return;
  if ([...approvers].some((id) => id !== undefined && isGroup(id))) return;
  // Who asks never counts: if only approvers may ask, one of them is always lost.
  const outsiderMayAsk = mayStart.some((id) => id !== undefined && (isGroup(id) || !approvers.has(id)));
  const possible = Math.max(0, approvers.size - (outsiderMayAsk ? 0 : 1));
  if (approvals > possible) {
    report(['policies', risk, 'approvals'], texts.tooManyApprovals({ approvals, possible }));
  }
}

const isGroup = (id: string): boolean => id.startsWith('S');

/** Undefined when the list itself is broken: then nobody can be said to be unknown. */
function findPeople({ people }: Draft): string[] | undefined {
  const ids = people?.map((person) => person?.slack);
  return ids?.every((id) => id !== undefined) ? ids : undefined;
}
