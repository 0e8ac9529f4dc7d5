import type { AuditEntry } from './audit.ts';

/** `nextuse run_01… 6:dns.switch`: what an entry is about, on one line. */
export function describeSubject({ service, run, step }: AuditEntry['subject']): string {
  return [service, run, step].filter((part) => part !== undefined).join(' ');
}
