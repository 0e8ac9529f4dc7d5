import { expect, onTestFinished, test } from 'vitest';
import { openSandboxPage } from '../support/browser.ts';

test('a failover by keyboard alone: completed while typing, approved in the dialog, the thread opened and left', async () => {
  const visit = await openSandboxPage();
  onTestFinished(() => visit.close());
  const { page, sandbox, message, be } = visit;
  const { keyboard } = page;
  await sandbox.world.primary.faults.webDown(true);

  await page.locator('[data-composer="channel"]').focus();
  await keyboard.type('/fail');
  await page.getByRole('option', { name: /failover/ }).waitFor();
  await keyboard.press('ArrowDown');
  await keyboard.press('Tab');
  await page.getByText('/failover <service>').waitFor();
  await keyboard.type('nextuse router');
  await keyboard.press('Enter');
  const card = message('Failover of nextuse');
  await card.getByRole('button', { name: 'Approve' }).waitFor({ timeout: 15_000 });

  await be('mina');
  await card.getByRole('button', { name: 'Approve' }).focus();
  await keyboard.press('Enter');
  // The dialog takes the focus, and its yes is first.
  await page.getByRole('dialog').waitFor();
  await keyboard.press('Enter');
  await card.getByText('succeeded').first().waitFor({ timeout: 30_000 });
  expect(sandbox.world.cloudflare.writes).toBe(1);

  await card.getByRole('button', { name: /replies/ }).focus();
  await keyboard.press('Enter');
  await page.getByRole('complementary', { name: 'Thread' }).waitFor();
  await keyboard.press('Escape');
  await page.getByRole('complementary', { name: 'Thread' }).waitFor({ state: 'hidden' });
});
