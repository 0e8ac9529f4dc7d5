import { systemClock, type Clock } from '../../src/core/clock.ts';
import { findNearest } from '../../src/core/nearest.ts';
import type { BotProcess } from '../bot-process.ts';
import type { Monitors } from '../monitors/monitors.ts';
import type { SlackWorkspace } from '../slack/workspace.ts';
import type { World } from '../world/world.ts';
import { createAlertTroubles } from './alert-troubles.ts';
import { createBotTroubles } from './bot-troubles.ts';
import { createCloudflareTroubles, createDnsTroubles } from './dns-troubles.ts';
import { createPrimaryTroubles, createStandbyTroubles } from './site-troubles.ts';
import { createSlackTroubles } from './slack-troubles.ts';
import type { Trouble } from './trouble.ts';

export interface Troubles {
  readonly all: readonly Trouble[];
  /** Errors: none of that name, with the nearest. */
  get(name: string): Trouble;
  /** Ends everything that is on. Errors: all that could not be healed, when the rest is. */
  healAll(): Promise<void>;
}

/** What can go wrong in the sandbox. Without `bot` or `monitors` nothing goes wrong with them. */
export function createTroubles(deps: {
  world: World;
  slack: SlackWorkspace;
  clock?: Clock;
  bot?: BotProcess;
  monitors?: Monitors;
}): Troubles {
  const { world, slack, clock = systemClock, bot, monitors } = deps;
  const all = [
    ...createPrimaryTroubles(world),
    ...createStandbyTroubles(world, clock),
    ...createDnsTroubles(world),
    ...createCloudflareTroubles(world),
    ...createSlackTroubles(slack),
    ...(monitors ? createAlertTroubles(monitors) : []),
    ...(bot ? createBotTroubles(bot) : []),
  ];
  return {
    all,
    get(name) {
      const found = all.find((it) => it.name === name);
      if (found) return found;
      const names = all.map((it) => it.name);
      const nearest = findNearest(name, names);
      const hint = nearest === undefined ? `Try one of: ${names.join(', ')}.` : `Did you mean "${nearest}"?`;
      throw new Error(`No trouble named "${name}". ${hint}`);
    },
    async healAll() {
      const failures: unknown[] = [];
      for (const trouble of all.filter((it) => it.isOn())) {
        try {
          await trouble.heal();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '));
    },
  };
}
