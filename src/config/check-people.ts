import type { Requirement } from '../core/inventory.ts';
import { countPlaces, findFilled } from '../core/places.ts';
import type { Draft } from './draft.ts';
import { type Check, checkReference } from './check.ts';
import type { Path } from './problem.ts';

type Written = NonNullable<NonNullable<Draft['policies']>['destructive']>;

export function checkPeople(check: Check): void {
  checkDuplicates(check);
  const { policies } = check.draft;
  for (const risk of ['destructive', 'write'] as const) checkPolicy(check, ['policies', risk], policies?.[risk]);
  checkIds(check, ['policies', 'breakGlass', 'allowed'], policies?.breakGlass?.allowed);
  checkIds(check, ['policies', 'operators'], policies?.operators);
  checkReachable(check, 'destructive', 1);
  checkReachable(check, 'write', 0);
}

function checkPolicy(check: Check, path: Path, policy: Written | undefined): void {
  checkIds(check, [...path, 'approvers'], policy?.approvers);
  checkIds(check, [...path, 'widen'], policy?.widen);
  if (!Array.isArray(policy?.approvals)) return;
  if ((policy.approvers ?? []).length > 0) check.report([...path, 'approvers'], check.texts.approversTwice);
  for (const [at, requirement] of policy.approvals.entries()) {
    const from = [...path, 'approvals', at, 'from'];
    if (Array.isArray(requirement?.from)) checkIds(check, from, requirement.from);
    else if (typeof requirement?.from === 'string') checkPerson(check, from, requirement.from);
  }
}

function checkDuplicates(check: Check): void {
  const people = check.draft.people ?? [];
  for (const key of ['name', 'account'] as const)
    checkOnce(
      check,
      people.map((person, at) => ({ value: person?.[key], path: ['people', at, key] })),
    );
  checkOnce(
    check,
    people.flatMap(({ slack } = {}, at) => {
      const path = ['people', at, 'slack'];
      return Array.isArray(slack)
        ? slack.map((value, index) => ({ value, path: [...path, index] }))
        : [{ value: slack, path }];
    }),
  );
}

function checkOnce(
  { texts, report, toQuoteAt, getLine }: Check,
  places: readonly { value: string | undefined; path: Path }[],
): void {
  const first = new Map<string, Path>();
  for (const { value, path } of places) {
    if (value === undefined) continue;
    const before = first.get(value);
    if (before === undefined) first.set(value, path);
    else report(path, texts.duplicate({ name: toQuoteAt(path), line: getLine(before) }));
  }
}

/** People must be known; who is in a usergroup only Slack knows. */
function checkIds(check: Check, path: Path, ids: readonly (string | undefined)[] | undefined): void {
  for (const [at, id] of (ids ?? []).entries()) checkPerson(check, [...path, at], id);
  checkOnce(
    check,
    (ids ?? []).map((value, at) => ({ value, path: [...path, at] })),
  );
}

function checkPerson(check: Check, path: Path, id: string | undefined): void {
  if (id !== undefined && !isGroup(id))
    checkReference(check, path, id, findPeople(check.draft)?.flat(), check.texts.noSuchPerson);
}

/** A gate that nobody could ever open is a mistake, best found before the night on which it is needed. */
function checkReachable({ draft, texts, report }: Check, risk: 'destructive' | 'write', byDefault: number): void {
  const requirements = findRequirements(draft.policies?.[risk], byDefault);
  const people = findPeople(draft);
  const mayStart = draft.policies?.operators ?? people?.flat();
  if (!requirements || !people || !mayStart || mayStart.includes(undefined)) return;
  const named = new Set(requirements.flatMap(({ from }) => from));
  if ([...named].some(isGroup)) return;
  const personOf = (id: string): string => people.find((ids) => ids.includes(id))?.[0] ?? id;
  const approvers = [...new Set([...named].map(personOf))];
  const possibleWithout = (requester: string | undefined): number =>
    findFilled(
      requirements,
      approvers
        .filter((approver) => approver !== requester)
        .map((approver) =>
          requirements.flatMap(({ from }, index) => (from.some((id) => personOf(id) === approver) ? [index] : [])),
        ),
    ).length;
  // Who asks never counts: if only approvers may ask, one of them is always lost.
  const requesters = mayStart.flatMap((id) => (id === undefined ? [] : [isGroup(id) ? undefined : personOf(id)]));
  const possible = Math.max(0, ...requesters.map(possibleWithout));
  const approvals = countPlaces(requirements);
  if (approvals > possible) report(['policies', risk, 'approvals'], texts.tooManyApprovals({ approvals, possible }));
}

/** Undefined when a part of it is broken. */
function findRequirements(policy: Written | undefined, byDefault: number): readonly Requirement[] | undefined {
  const approvals = policy?.approvals ?? byDefault;
  const written = Array.isArray(approvals) ? approvals : [{ from: policy?.approvers ?? [], approvals }];
  const requirements = written.map((one) => {
    const from = Array.isArray(one?.from) ? one.from : [one?.from];
    return {
      from: from.filter((id) => id !== undefined),
      isWhole: !from.includes(undefined),
      approvals: one?.approvals ?? 1,
    };
  });
  return requirements.every(({ isWhole }) => isWhole) ? requirements : undefined;
}

const isGroup = (id: string): boolean => id.startsWith('S');

/** The accounts of each. Undefined when the list itself is broken: then nobody can be said to be unknown. */
function findPeople({ people }: Draft): string[][] | undefined {
  const accounts = people?.map((person) => (Array.isArray(person?.slack) ? person.slack : [person?.slack]));
  const whole = accounts?.map((ids) => ids.filter((id) => id !== undefined));
  return accounts?.every((ids, index) => ids.length > 0 && ids.length === whole?.[index]?.length) ? whole : undefined;
}
