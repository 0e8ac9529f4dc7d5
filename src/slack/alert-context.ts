import type { Alert, AlertCounts, AlertGroup } from '../core/alert.ts';
import type { CardContext } from './card-context.ts';

/** A runbook that may be offered for a service. */
export interface Suggestion {
  /** What the button says. */
  button: string;
  /** It changes nothing, so nobody needs to be asked twice. */
  isReadOnly: boolean;
}

/** Undefined for a runbook or a service that is not here. */
export type FindSuggestion = (runbook: string, service: string) => Suggestion | undefined;

/** A group as it is in the database. */
export interface AlertFacts {
  group: AlertGroup;
  counts: AlertCounts;
  /** Open ones first, worst first; not all of them. */
  members: readonly Alert[];
}

export interface AlertContext extends CardContext {
  findSuggestion: FindSuggestion;
}
