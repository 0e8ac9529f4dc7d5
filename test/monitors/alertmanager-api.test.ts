import { describeAlertmanagerApi, KNOWN_ALERT } from '../support/alertmanager-api.contract.ts';
import { startRealAlertmanager } from '../support/real-monitors.ts';

describeAlertmanagerApi('the real one', async () => {
  const { url } = await startRealAlertmanager('route: { receiver: none }\nreceivers: [{ name: none }]\n');
  await fetch(`${url}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ labels: KNOWN_ALERT.labels, startsAt: new Date().toISOString() }]),
  });
  return url;
});
