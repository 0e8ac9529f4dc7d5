import { createHash } from 'node:crypto';
import type { AlertReading } from '../core/alert.ts';
import type { AlertSource, Received, Said } from './alert-source.ts';
import { cut } from './foreign.ts';

const SHOWN_MAX = 2_000;

export interface Read {
  readings: readonly AlertReading[];
  /** `read`, `unreadable`, or why it is no alert. */
  outcome: string;
}

/** Never throws: what cannot be read is an alert that says so and shows how it begins. */
export function readBody(
  source: AlertSource | undefined,
  received: Received,
  facts: { name: string; isCut: boolean },
): Read {
  const said = facts.isCut ? undefined : trySource(source, received);
  if (said === undefined) return { readings: [toUnreadable(received, facts)], outcome: 'unreadable' };
  if ('notAnAlert' in said) return { readings: [], outcome: said.notAnAlert };
  return { readings: said.readings, outcome: 'read' };
}

function trySource(source: AlertSource | undefined, received: Received): Said {
  try {
    const said = source?.read(received);
    return said && 'readings' in said && said.readings.length === 0 ? undefined : said;
  } catch {
    return undefined;
  }
}

/** The same text is the same alert; nobody will ever say that it is resolved, so it goes stale. */
function toUnreadable({ text, texts }: Received, { name, isCut }: { name: string; isCut: boolean }): AlertReading {
  const words = texts.alerts;
  return {
    key: `unreadable/${createHash('sha256').update(text).digest('hex').slice(0, 32)}`,
    status: 'firing',
    severity: 'warning',
    title: isCut ? words.tooBig({ source: name }) : words.unreadable({ source: name }),
    summary: isCut ? words.tooBigSummary : words.unreadableSummary,
    description: cut(text, SHOWN_MAX) || words.emptyBody,
    labels: {},
    annotations: {},
    values: {},
    links: {},
    staleAfterMs: 3_600_000,
  };
}
