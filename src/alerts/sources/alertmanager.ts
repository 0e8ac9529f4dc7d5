import { defineAlertSource } from '../alert-source.ts';
import { readPrometheusApi } from '../read-prometheus-api.ts';
import { readWebhook } from '../read-webhook.ts';

/**
 * Prometheus' Alertmanager, webhook versions 3 and 4; or Prometheus itself, which takes the bot for an Alertmanager.
 * Set-up: docs/alerts/alertmanager.md
 */
export const alertmanager = defineAlertSource({
  type: 'alertmanager',
  read: (received) => readPrometheusApi(received) ?? readWebhook(received),
});
