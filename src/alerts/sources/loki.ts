import { defineAlertSource } from '../alert-source.ts';
import { readPrometheusApi } from '../read-prometheus-api.ts';
import { readWebhook } from '../read-webhook.ts';

/** Loki's ruler, through Alertmanager or by itself. Its links lead to a page that Loki does not have. Set-up: docs/alerts/loki.md */
export const loki = defineAlertSource({
  type: 'loki',
  read(received) {
    const said = readPrometheusApi(received) ?? readWebhook(received);
    if (said === undefined || 'notAnAlert' in said) return said;
    return {
      readings: said.readings.map((reading) => {
        const { source: _, ...links } = reading.links;
        return { ...reading, links };
      }),
    };
  },
});
