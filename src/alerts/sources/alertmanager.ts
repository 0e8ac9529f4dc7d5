import { defineAlertSource } from '../alert-source.ts';
import { readWebhook } from '../read-webhook.ts';

/** Prometheus' Alertmanager, webhook versions 3 and 4. Set-up: docs/alerts/alertmanager.md */
export const alertmanager = defineAlertSource({ type: 'alertmanager', read: readWebhook });
