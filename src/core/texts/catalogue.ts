import type { Locale } from '../inventory.ts';
import { adapters as enAdapters } from './en/adapters.ts';
import { app as enApp } from './en/app.ts';
import { cards as enCards } from './en/cards.ts';
import { commands as enCommands } from './en/commands.ts';
import { config as enConfig } from './en/config.ts';
import { guards as enGuards } from './en/guards.ts';
import { runs as enRuns } from './en/runs.ts';
import { steps as enSteps } from './en/steps.ts';
import { adapters as koAdapters } from './ko/adapters.ts';
import { app as koApp } from './ko/app.ts';
import { cards as koCards } from './ko/cards.ts';
import { commands as koCommands } from './ko/commands.ts';
import { config as koConfig } from './ko/config.ts';
import { guards as koGuards } from './ko/guards.ts';
import { runs as koRuns } from './ko/runs.ts';
import { steps as koSteps } from './ko/steps.ts';

const en = {
  adapters: enAdapters,
  app: enApp,
  cards: enCards,
  commands: enCommands,
  config: enConfig,
  guards: enGuards,
  runs: enRuns,
  steps: enSteps,
};

/** Everything that people read. The English catalogue is the type: a missing or extra text elsewhere does not compile. */
export type Texts = typeof en;

const ko: Texts = {
  adapters: koAdapters,
  app: koApp,
  cards: koCards,
  commands: koCommands,
  config: koConfig,
  guards: koGuards,
  runs: koRuns,
  steps: koSteps,
};

export const catalogues: Record<Locale, Texts> = { en, ko };
