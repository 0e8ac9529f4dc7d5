import { findDuration } from '../core/duration.ts';
import { type Check, checkReference } from './check.ts';

export function checkAlerts(check: Check): void {
  const { draft, texts } = check;
  const services = draft.services && Object.keys(draft.services);
  for (const [at, route] of (draft.alerts?.routes ?? []).entries()) {
    checkReference(check, ['alerts', 'routes', at, 'service'], route?.service, services, texts.noSuchService);
  }
  for (const [host, service] of Object.entries(draft.alerts?.hosts ?? {})) {
    checkReference(check, ['alerts', 'hosts', host], service, services, texts.noSuchService);
  }
  checkEscalation(check);
}

function checkEscalation({ draft, texts, report }: Check): void {
  const { escalation = [], mail } = draft.alerts ?? {};
  if (mail?.encryption === 'none' && mail.password !== undefined) {
    report(['alerts', 'mail', 'encryption'], texts.passwordInClear);
  }
  let before = 0;
  for (const [at, step] of escalation.entries()) {
    const afterMs = findDuration(step?.after ?? '') ?? before;
    if (afterMs < before) report(['alerts', 'escalation', at, 'after'], texts.escalationOrder);
    before = Math.max(before, afterMs);
    if (draft.alerts && !('mail' in draft.alerts) && (step?.mail?.length ?? 0) > 0) {
      report(['alerts', 'escalation', at, 'mail'], texts.noMailServer);
    }
  }
}
