import { defineAlertSource } from '../alert-source.ts';
import { readWebhook } from '../read-webhook.ts';

/** Grafana's unified alerting, version 9 and later: Alertmanager's body and more. Set-up: docs/alerts/grafana.md */
export const grafana = defineAlertSource({
  type: 'grafana',
  signature: { header: 'x-grafana-alerting-signature' },
  read: readWebhook,
});
