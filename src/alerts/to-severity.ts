import type { Severity } from '../core/alert.ts';

const WORDS: ReadonlyArray<readonly [Severity, readonly string[]]> = [
  [
    'critical',
    [
      'critical',
      'crit',
      'critic',
      'page',
      'p0',
      'p1',
      'emergency',
      'emerg',
      'fatal',
      'disaster',
      'blocker',
      '1',
      'sev1',
    ],
  ],
  ['error', ['error', 'err', 'high', 'major', 'p2', '2', 'sev2', 'average']],
  ['warning', ['warning', 'warn', 'medium', 'moderate', 'minor', 'ticket', 'p3', '3', 'sev3']],
  ['info', ['info', 'information', 'informational', 'low', 'notice', 'p4', 'p5', '4', '5', 'sev4', 'debug']],
];
const BY_WORD = new Map(WORDS.flatMap(([severity, words]) => words.map((word) => [word, severity] as const)));

/** What senders call it, in five words; `none` for what says nothing. */
export function toSeverity(word: string | undefined): Severity {
  return BY_WORD.get(word?.trim().toLowerCase() ?? '') ?? 'none';
}
