import { expect, onTestFinished, test } from 'vitest';
import { openSandboxPage } from '../support/browser.ts';

test('Cloudflare carries the change out and its answer is lost: the page shows that it happened, once', async () => {
  const visit = await openSandboxPage();
  onTestFinished(() => visit.close());
  const { page, sandbox, message, type, be, press } = visit;

  await page.locator('[data-trouble="web-down"]').click();
  await page.locator('[data-trouble="cloudflare-lost"]').click();
  await type('/failover nextuse router');
  await message('Failover of nextuse').getByRole('button', { name: 'Approve' }).waitFor({ timeout: 15_000 });
  await be('mina');
  await press('Failover of nextuse', 'Approve');
  await message('Failover of nextuse').getByText('succeeded').first().waitFor({ timeout: 30_000 });
  expect(sandbox.world.cloudflare.writes).toBe(1);
  await page.locator('[data-part="users"]').getByText('standby').first().waitFor();
});

test('the bot is killed while approval is awaited; started again, it goes on with the same card', async () => {
  const visit = await openSandboxPage();
  onTestFinished(() => visit.close());
  const { page, sandbox, bot, message, type, be, press } = visit;
  await page.locator('[data-trouble="web-down"]').click();
  await type('/failover nextuse router');
  await message('Failover of nextuse').getByRole('button', { name: 'Approve' }).waitFor({ timeout: 15_000 });

  await page.locator('[data-trouble="kill"]').click();
  await page.locator('[data-part="bot"]').getByText('dead').first().waitFor();
  await type('/dns nextuse');
  await page.getByText(/failed with the error "dispatch_failed"/).waitFor();

  await page.locator('[data-part="bot"]').getByRole('button', { name: /Start/ }).click();
  await page.locator('[data-part="bot"]').getByText('running').first().waitFor({ timeout: 20_000 });
  await sandbox.slack.waitFor(() => sandbox.slack.sockets >= 2, { what: 'two sockets', timeoutMs: 15_000 });
  expect(bot.isRunning).toBe(true);
  await be('mina');
  await press('Failover of nextuse', 'Approve');
  await message('Failover of nextuse').getByText('succeeded').first().waitFor({ timeout: 30_000 });
  const cards = sandbox.slack.channel('C0INCIDENTS').messages.filter(({ plain }) => plain.includes('Switch DNS'));
  expect(cards).toHaveLength(1);
});
