import type { Requirement } from './inventory.ts';

/** Places that have to be filled, each by a person of its own. */
export function countPlaces(requirements: readonly Requirement[]): number {
  return requirements.reduce((sum, { approvals }) => sum + approvals, 0);
}

/**
 * The requirement that each filled place belongs to, when as many places are filled as these people can fill, each person
 * one. `people` are the requirements that each may help with. A count that took the first place that fits would refuse a
 * pair that could do it the other way round: hence augmenting paths.
 */
export function findFilled(
  requirements: readonly Requirement[],
  people: readonly (readonly number[])[],
): readonly number[] {
  const places = requirements.flatMap(({ approvals }, index) => Array<number>(approvals).fill(index));
  /** Person by place. */
  const holders = new Map<number, number>();

  function seat(person: number, tried: Set<number>): boolean {
    for (const [place, requirement] of places.entries()) {
      if (tried.has(place) || !people[person]?.includes(requirement)) continue;
      tried.add(place);
      const holder = holders.get(place);
      if (holder !== undefined && !seat(holder, tried)) continue;
      holders.set(place, person);
      return true;
    }
    return false;
  }

  for (const person of people.keys()) seat(person, new Set());
  return [...holders.keys()].map((place) => places[place] ?? -1);
}
