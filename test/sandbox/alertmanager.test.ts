import { onTestFinished } from 'vitest';
import { startAlertmanager } from '../../sandbox/alertmanager.ts';
import { describeAlertmanagerApi, KNOWN_ALERT } from '../support/alertmanager-api.contract.ts';

// The real one answers the same questions in test/monitors.
describeAlertmanagerApi('the stand-in', async () => {
  const alertmanager = await startAlertmanager();
  onTestFinished(() => alertmanager.close());
  alertmanager.setAlerts([KNOWN_ALERT]);
  return alertmanager.url;
});
