import type { Locale } from '../inventory.ts';
import { adapters as enAdapters } from './en/adapters.ts';
import { alerts as enAlerts } from './en/alerts.ts';
import { app as enApp } from './en/app.ts';
import { audit as enAudit } from './en/audit.ts';
import { cards as enCards } from './en/cards.ts';
import { cli as enCli } from './en/cli.ts';
import { commands as enCommands } from './en/commands.ts';
import { config as enConfig } from './en/config.ts';
import { doctor as enDoctor } from './en/doctor.ts';
import { guards as enGuards } from './en/guards.ts';
import { mail as enMail } from './en/mail.ts';
import { runs as enRuns } from './en/runs.ts';
import { steps as enSteps } from './en/steps.ts';
import { watchers as enWatchers } from './en/watchers.ts';
import { adapters as koAdapters } from './ko/adapters.ts';
import { alerts as koAlerts } from './ko/alerts.ts';
import { app as koApp } from './ko/app.ts';
import { audit as koAudit } from './ko/audit.ts';
import { cards as koCards } from './ko/cards.ts';
import { cli as koCli } from './ko/cli.ts';
import { commands as koCommands } from './ko/commands.ts';
import { config as koConfig } from './ko/config.ts';
import { doctor as koDoctor } from './ko/doctor.ts';
import { guards as koGuards } from './ko/guards.ts';
import { mail as koMail } from './ko/mail.ts';
import { runs as koRuns } from './ko/runs.ts';
import { steps as koSteps } from './ko/steps.ts';
import { watchers as koWatchers } from './ko/watchers.ts';

const en = {
  adapters: enAdapters,
  alerts: enAlerts,
  app: enApp,
  audit: enAudit,
  cards: enCards,
  cli: enCli,
  commands: enCommands,
  config: enConfig,
  doctor: enDoctor,
  guards: enGuards,
  mail: enMail,
  runs: enRuns,
  steps: enSteps,
  watchers: enWatchers,
};

/** Everything that people read. The English catalogue is the type: a missing or extra text elsewhere does not compile. */
export type Texts = typeof en;

const ko: Texts = {
  adapters: koAdapters,
  alerts: koAlerts,
  app: koApp,
  audit: koAudit,
  cards: koCards,
  cli: koCli,
  commands: koCommands,
  config: koConfig,
  doctor: koDoctor,
  guards: koGuards,
  mail: koMail,
  runs: koRuns,
  steps: koSteps,
  watchers: koWatchers,
};

export const catalogues: Record<Locale, Texts> = { en, ko };
