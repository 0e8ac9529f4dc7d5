import type { ShownTrouble } from '../page-server/shapes.ts';

/** Something that can go wrong in the sandbox, and be healed again. */
export interface Trouble extends Omit<ShownTrouble, 'isOn'> {
  /** As the world is now, whoever made it so; of a `once` trouble: whether it still waits to happen. */
  isOn(): boolean;
  cause(): void | Promise<void>;
  heal(): void | Promise<void>;
}

interface Planned {
  readonly left: number;
  takeBack(): void;
}

type Words = Pick<Trouble, 'name' | 'label' | 'summary'>;

/** One that is on until it is healed. */
export function lasting(
  group: Trouble['group'],
  words: Words,
  { isOn, set }: { isOn(): boolean; set(isOn: boolean): void | Promise<void> },
): Trouble {
  return { group, kind: 'lasting', ...words, isOn, cause: () => set(true), heal: () => set(false) };
}

/** One that waits for the next calls and is then done with; healing takes back what has not happened yet. */
export function planned(group: Trouble['group'], words: Words, plan: () => Planned): Trouble {
  let now: Planned | undefined;
  return {
    group,
    kind: 'once',
    ...words,
    isOn: () => (now?.left ?? 0) > 0,
    cause() {
      now?.takeBack();
      now = plan();
    },
    heal: () => now?.takeBack(),
  };
}

/** One that is over as soon as it has happened. */
export function momentary(group: Trouble['group'], words: Words, cause: () => void | Promise<void>): Trouble {
  return { group, kind: 'once', ...words, isOn: () => false, cause, heal() {} };
}
