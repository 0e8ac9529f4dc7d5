import { expect, onTestFinished, test } from 'vitest';
import { openSandboxPage } from '../support/browser.ts';

test('a first visit is led through a failover and back, and Slack had nothing to refuse', async () => {
  const visit = await openSandboxPage({ isFirstVisit: true });
  onTestFinished(() => visit.close());
  const { page, sandbox, press, message } = visit;
  const step = (name: string) => page.locator(`.tour[data-step="${name}"]`).waitFor({ timeout: 30_000 });

  await step('break');
  await page.getByRole('button', { name: 'Break it for me' }).click();

  await step('ask');
  await page.getByRole('button', { name: 'Type it for me' }).click();
  await page.keyboard.press('Enter');

  await step('approve');
  await press('Failover of nextuse', 'Approve');
  await message('your own approval does not count').waitFor();
  await page.getByRole('button', { name: 'Be mina' }).click();
  await press('Failover of nextuse', 'Approve');

  await step('return');
  expect((await sandbox.world.visit()).site).toBe('standby');
  await page.getByRole('button', { name: 'Heal it and type for me' }).click();
  await page.keyboard.press('Enter');
  await message('Failback of nextuse').getByRole('button', { name: 'Approve' }).waitFor({ timeout: 30_000 });
  await visit.be('jin');
  await press('Failback of nextuse', 'Approve');

  await step('read');
  expect((await sandbox.world.visit()).site).toBe('primary');
  await page.getByRole('button', { name: 'Check the chain', exact: true }).click();
  await page.locator('[data-part="audit"]').getByText(/whole/).waitFor();
  await page.getByText(/0 violations/).waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  expect(await page.locator('.tour').count()).toBe(0);
});
