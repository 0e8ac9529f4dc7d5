import { expect, onTestFinished, test } from 'vitest';
import { openSandboxPage } from '../support/browser.ts';

test('Prometheus notices the dead primary by itself; its message leads into the failover, and is edited when all is well', async () => {
  const visit = await openSandboxPage({ isWatched: true });
  onTestFinished(() => visit.close());
  const { page, sandbox, message, be, press } = visit;

  await page.locator('[data-trouble="web-down"]').click();
  const alert = message('from prometheus');
  await alert.getByText('firing').first().waitFor({ timeout: 20_000 });
  await be('mina');
  await alert.getByRole('button', { name: 'Acknowledge' }).click();
  await alert.getByText('acknowledged').first().waitFor();

  await be('jin');
  await press('from prometheus', 'Start failover');
  await message('Failover of nextuse').getByRole('button', { name: 'Approve' }).waitFor({ timeout: 15_000 });
  await be('mina');
  await press('Failover of nextuse', 'Approve');
  await message('Failover of nextuse').getByText('succeeded').first().waitFor({ timeout: 30_000 });

  await page.locator('[data-trouble="web-down"]').click();
  sandbox.world.primary.containers.get('jin-gateway')?.start();
  await alert.getByText('resolved').first().waitFor({ timeout: 20_000 });
  const posted = sandbox.slack.channel('C0INCIDENTS').messages.filter(({ plain }) => plain.includes('from prometheus'));
  expect(posted).toHaveLength(1);
});

test('each family of monitoring speaks up when its button is pressed', async () => {
  const visit = await openSandboxPage();
  onTestFinished(() => visit.close());
  const { page, sandbox } = visit;
  const count = () => sandbox.slack.channel('C0INCIDENTS').messages.length;
  for (const name of ['alert-prometheus', 'alert-kibana', 'alert-grafana'] as const) {
    const before = count();
    await page.locator(`[data-trouble="${name}"]`).click();
    await sandbox.slack.waitFor(() => count() === before + 1, { what: `a message for ${name}`, timeoutMs: 15_000 });
  }
});
