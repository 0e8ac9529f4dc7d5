import type { AlertLinks, AlertReading, AlertStatus, Severity } from '../core/alert.ts';
import { compact } from './compact.ts';
import { cut } from './foreign.ts';
import { toSeverity } from './to-severity.ts';

type Optional = Record<string, string | undefined>;

interface Draft {
  key: string;
  status: AlertStatus;
  title: string | undefined;
  /** By default what `severityRaw` means. */
  severity?: Severity | undefined;
  severityRaw?: string | undefined;
  summary?: string | undefined;
  description?: string | undefined;
  labels?: Optional;
  annotations?: Optional;
  values?: Optional;
  startsAt?: number | undefined;
  endsAt?: number | undefined;
  saidAt?: number | undefined;
  links?: { [K in keyof AlertLinks]?: string | undefined };
  group?: string | undefined;
  unlisted?: number | undefined;
  staleAfterMs?: number | undefined;
}

const TITLE_MAX = 1_000;
const TEXT_MAX = 3_000;

/** A reading with what a sender left out filled in, and with nothing longer than is ever shown. */
export function toReading({ labels = {}, annotations = {}, values = {}, links = {}, ...draft }: Draft): AlertReading {
  const short = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : cut(text, TEXT_MAX);
  return compact({
    ...draft,
    title: cut(draft.title ?? '', TITLE_MAX),
    severity: draft.severity ?? toSeverity(draft.severityRaw),
    severityRaw: draft.severityRaw === undefined ? undefined : cut(draft.severityRaw, 100),
    summary: short(draft.summary),
    description: short(draft.description),
    labels: compact(labels) as Record<string, string>,
    annotations: compact(annotations) as Record<string, string>,
    values: compact(values) as Record<string, string>,
    links: compact(links),
  });
}
