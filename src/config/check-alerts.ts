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
}
