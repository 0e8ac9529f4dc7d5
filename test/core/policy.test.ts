import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSamePerson, judge, type Question, type Standing, type Voter } from '../../src/core/policy.ts';
import type { Vote } from '../../src/core/run.ts';

const HUMANS = ['ada', 'bob', 'eve', 'jin', 'mina', 'yuna'];
const GROUPS = ['S0ONCALL', 'S0ADMINS', 'S0GONE'];
const idOf = (name: string): string => `U0${name.toUpperCase()}`;

interface Click {
  human: string;
  /** By the name in the inventory, as somebody whom the inventory does not know, or without a Slack account. */
  as: 'name' | 'id' | 'no account';
}

const human = fc.constantFrom(...HUMANS);
const click: fc.Arbitrary<Click> = fc.record({ human, as: fc.constantFrom('name', 'name', 'id', 'no account') });
const toVoter = ({ human, as }: Click): Voter =>
  as === 'no account' ? { person: human } : { person: as === 'id' ? idOf(human) : human, slackId: idOf(human) };

const scene = fc.record({
  approvals: fc.nat({ max: 3 }),
  approvers: fc.subarray([...HUMANS.map(idOf), ...GROUPS]),
  requester: fc.record({ human, as: fc.constantFrom('name' as const, 'id' as const) }),
  members: fc.dictionary(fc.constantFrom(...GROUPS), fc.subarray(HUMANS.map(idOf)), { noNullPrototype: true }),
  clicks: fc.array(click, { maxLength: 14 }),
});

/** Every one of these is one person, whatever the account. */
const TWINS = [
  { name: 'jin', slack: 'U0JIN', otherSlack: ['U0ADA'] },
  { name: 'mina', slack: 'U0MINA', otherSlack: ['U0EVE'] },
  { name: 'yuna', slack: 'U0YUNA' },
];
const humanOf = (id: string): string =>
  TWINS.find(({ slack, otherSlack = [] }) => [slack, ...otherSlack].includes(id))?.name ?? id;

const severalGroups = fc.record({
  requirements: fc.array(
    fc.record({
      from: fc.subarray([...HUMANS.map(idOf), ...GROUPS], { minLength: 1 }),
      approvals: fc.integer({ min: 1, max: 2 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  requester: fc.constantFrom(...HUMANS.map(idOf)),
  members: fc.dictionary(fc.constantFrom(...GROUPS), fc.subarray(HUMANS.map(idOf)), { noNullPrototype: true }),
  standings: fc.dictionary(
    fc.constantFrom(...HUMANS.map(idOf)),
    fc.constantFrom<Standing>('deactivated', 'bot', 'stranger', 'unknown'),
    { noNullPrototype: true, maxKeys: 2 },
  ),
  clicks: fc.array(
    fc.record({ id: fc.constantFrom(...HUMANS.map(idOf)), via: fc.constantFrom('slack' as const, 'cli' as const) }),
    {
      maxLength: 12,
    },
  ),
});

/** Whether each place can be given to a person of its own: tried in every way. */
function canFill(places: readonly (readonly string[])[], humans: readonly string[]): boolean {
  const [first, ...rest] = places;
  if (!first) return true;
  return humans.some(
    (human) =>
      first.includes(human) &&
      canFill(
        rest,
        humans.filter((other) => other !== human),
      ),
  );
}

describe('approvals of several groups', () => {
  it('are enough exactly when each place has a person of its own, whatever the accounts and entrances', () => {
    let enough = 0;
    const reasons = new Set<string>();
    fc.assert(
      fc.property(severalGroups, ({ requirements, requester, members, standings, clicks }) => {
        const known = new Map(Object.entries(members).map(([group, ids]) => [group, new Set(ids)]));
        const gate = {
          approvals: requirements.reduce((sum, { approvals }) => sum + approvals, 0),
          approvers: requirements.flatMap(({ from }) => from),
          requirements,
        };
        const humansOf = (from: readonly string[]): string[] =>
          [...from, ...from.flatMap((id) => [...(known.get(id) ?? [])])]
            .filter((id) => id.startsWith('U'))
            .map(humanOf);
        const places = requirements.flatMap(({ from, approvals }) => Array<string[]>(approvals).fill(humansOf(from)));
        const said = new Set<string>();
        const votes: Vote[] = [];
        for (const { id, via } of clicks) {
          const human = humanOf(id);
          const voter = { person: human, slackId: id };
          const standing = standings[id] ?? 'active';
          const isBarred = standing !== 'active' && (standing !== 'unknown' || human === id);
          const asked = { gate, requester: { person: humanOf(requester), slackId: requester }, votes, voter };
          const verdict = judge({ ...asked, standing, members: known, people: TWINS });
          if (!verdict.allowed) {
            reasons.add(verdict.reason);
            continue;
          }
          expect({ isBarred, isRequester: human === humanOf(requester), isSecond: said.has(human) }).toEqual({
            isBarred: false,
            isRequester: false,
            isSecond: false,
          });
          said.add(human);
          votes.push({
            ...voter,
            via,
            decision: 'approve',
            subject: 's',
            at: 0,
            fills: verdict.fills,
          });
          expect(verdict.approvals >= verdict.needed).toBe(canFill(places, [...said]));
          if (verdict.approvals < verdict.needed) continue;
          enough++;
          break;
        }
      }),
      { numRuns: 3_000 },
    );
    expect(enough).toBeGreaterThan(100);
    for (const reason of [
      'requester',
      'already_voted',
      'place_taken',
      'deactivated',
      'bot',
      'stranger',
      'standing_unknown',
    ])
      expect(reasons).toContain(reason);
  });

  it('refuses nobody whose yes could help: in some order of any crowd that could do it, it is done', () => {
    fc.assert(
      fc.property(severalGroups, ({ requirements, members }) => {
        const known = new Map(Object.entries(members).map(([group, ids]) => [group, new Set(ids)]));
        const gate = { approvals: 1, approvers: requirements.flatMap(({ from }) => from), requirements };
        const votes: Vote[] = [];
        const places = requirements.flatMap(({ from, approvals }) =>
          Array<string[]>(approvals).fill(
            [...from, ...from.flatMap((id) => [...(known.get(id) ?? [])])].filter((id) => id.startsWith('U')),
          ),
        );
        let done = false;
        for (const id of HUMANS.map(idOf)) {
          const verdict = judge({
            ...{ gate, requester: { person: 'system' }, votes, voter: { person: id, slackId: id } },
            ...{ standing: 'active', members: known, people: [] },
          });
          if (!verdict.allowed) continue;
          votes.push({
            person: id,
            slackId: id,
            via: 'slack',
            decision: 'approve',
            subject: 's',
            at: 0,
            fills: verdict.fills,
          });
          done ||= verdict.approvals >= verdict.needed;
        }
        expect(done).toBe(canFill(places, HUMANS.map(idOf)));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('who may approve', () => {
  it('counts distinct entitled people other than the requester, and nobody else', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(scene, ({ approvals, approvers, requester, members, clicks }) => {
        const needed = Math.max(1, approvals);
        const known = new Map(Object.entries(members).map(([group, ids]) => [group, new Set(ids)]));
        const entitled = (id: string): boolean =>
          approvers.includes(id) || approvers.some((group) => known.get(group)?.has(id) === true);
        const counted = new Set<string>();
        const votes: Pick<Vote, 'person' | 'slackId' | 'decision'>[] = [];
        for (const each of clicks) {
          if (counted.size >= needed) break;
          const voter = toVoter(each);
          const verdict = judge({
            gate: { approvals, approvers },
            requester: toVoter(requester),
            votes,
            voter,
            standing: 'active',
            members: known,
            people: [],
          });
          const isYes =
            each.as !== 'no account' &&
            entitled(idOf(each.human)) &&
            each.human !== requester.human &&
            !counted.has(each.human);
          expect({ click: each, allowed: verdict.allowed }).toEqual({ click: each, allowed: isYes });
          if (!verdict.allowed) {
            seen.add(verdict.reason);
            continue;
          }
          counted.add(each.human);
          votes.push({ ...voter, decision: 'approve' });
          expect(verdict).toEqual({ allowed: true, approvals: counted.size, needed, fills: [0] });
          expect(verdict.approvals).toBeLessThanOrEqual(needed);
          seen.add('allowed');
        }
      }),
      { numRuns: 2_000 },
    );
    // The scenes reach everything that a verdict can say.
    expect([...seen].toSorted()).toEqual([
      'allowed',
      'already_voted',
      'membership_unknown',
      'not_approver',
      'requester',
    ]);
  });

  it('lets nobody in by a group that cannot be known', () => {
    fc.assert(
      fc.property(click, fc.subarray(GROUPS, { minLength: 1 }), (each, approvers) => {
        const verdict = ask({
          gate: { approvals: 1, approvers },
          voter: toVoter(each),
          requester: { person: 'system' },
        });
        expect(verdict).toMatchObject({ allowed: false });
      }),
    );
  });

  it('says why not', () => {
    const members = new Map([['S0ONCALL', new Set(['U0YUNA'])]]);
    const yuna = { person: 'yuna', slackId: 'U0YUNA' };
    expect(ask({ voter: yuna, members })).toEqual({ allowed: true, approvals: 1, needed: 1, fills: [0] });
    expect(ask({ voter: yuna })).toEqual({ allowed: false, reason: 'membership_unknown' });
    expect(ask({ voter: { person: 'eve', slackId: 'U0EVE' }, members })).toEqual({
      allowed: false,
      reason: 'not_approver',
    });
    expect(ask({ voter: { person: 'mina' } })).toEqual({ allowed: false, reason: 'not_approver' });
    expect(ask({ voter: { person: 'U0JIN', slackId: 'U0JIN' } })).toEqual({ allowed: false, reason: 'requester' });
    expect(ask({ voter: { person: 'jin' } })).toEqual({ allowed: false, reason: 'requester' });
  });

  it('does not take a no for a yes, nor one person for two because the inventory learnt a name', () => {
    const votes = [
      { person: 'eve', slackId: 'U0EVE', decision: 'deny' as const },
      { person: 'U0YUNA', slackId: 'U0YUNA', decision: 'approve' as const },
    ];
    const gate = { approvals: 2, approvers: ['U0MINA', 'U0YUNA'] };
    expect(ask({ gate, votes, voter: { person: 'mina', slackId: 'U0MINA' } })).toEqual({
      allowed: true,
      approvals: 2,
      needed: 2,
      fills: [0],
    });
    expect(ask({ gate, votes, voter: { person: 'yuna', slackId: 'U0YUNA' } })).toEqual({
      allowed: false,
      reason: 'already_voted',
    });
  });

  it('knows a person by name or by Slack id, and takes two without an id for two', () => {
    expect(isSamePerson({ person: 'jin', slackId: 'U0JIN' }, { person: 'U0JIN', slackId: 'U0JIN' }, [])).toBe(true);
    expect(isSamePerson({ person: 'jin' }, { person: 'jin', slackId: 'U0JIN' }, [])).toBe(true);
    expect(isSamePerson({ person: 'jin' }, { person: 'mina' }, [])).toBe(false);
  });
});

function ask(question: Partial<Question>): ReturnType<typeof judge> {
  return judge({
    gate: { approvals: 1, approvers: ['U0JIN', 'U0MINA', 'S0ONCALL'] },
    requester: { person: 'jin', slackId: 'U0JIN' },
    votes: [],
    voter: { person: 'mina', slackId: 'U0MINA' },
    standing: 'active',
    members: new Map(),
    people: [],
    ...question,
  });
}
