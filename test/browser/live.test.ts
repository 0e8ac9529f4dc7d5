import { expect, onTestFinished, test } from 'vitest';
import { openSandboxPage } from '../support/browser.ts';

test('two people in two windows see the same card change, each with what is unread to them', async () => {
  const visit = await openSandboxPage();
  onTestFinished(() => visit.close());
  const { page, sandbox, message, type } = visit;
  await sandbox.world.primary.faults.webDown(true);

  const other = await page.context().newPage();
  await other.goto(`${page.url().replace(/#.*/, '')}#as=U0MINA&in=C0GENERAL`);
  await other.getByRole('heading', { name: '#general' }).waitFor();
  await other.getByText('is not in this channel').waitFor();

  await type('/failover nextuse router');
  // It calls for mina, so it counts.
  const incidents = other.locator('[data-channel="C0INCIDENTS"]');
  await incidents.getByText('unread').waitFor({ timeout: 15_000 });
  await incidents.click();
  const card = other.locator('article.message', { hasText: 'Failover of nextuse' }).last();
  await card.getByRole('button', { name: 'Approve' }).click({ timeout: 15_000 });
  await other.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();

  await message('Failover of nextuse').getByText('succeeded').first().waitFor({ timeout: 30_000 });
  await message('Failover of nextuse').getByText('(edited)').waitFor();
  await incidents.getByText('unread').waitFor({ state: 'hidden' });
  await page.locator('[data-channel="C0AUDIT"].is-unread').waitFor();
});

test('what somebody types is for all to see, what a stranger may not see is not shown, and Home is drawn', async () => {
  const visit = await openSandboxPage();
  onTestFinished(() => visit.close());
  const { page, message, type, be } = visit;
  await type('is <b>anybody</b> there, @mina?');
  await message('is <b>anybody</b> there').getByText('@mina').waitFor();
  await be('stranger');
  await message('is <b>anybody</b> there').waitFor();
  // Of another workspace, over Slack Connect: this channel is not even named, and looking at it shows nothing.
  expect(await page.locator('.rail [data-channel]').count()).toBeGreaterThan(2);
  expect(await page.locator('[data-channel="C0AUDIT"]').count()).toBe(0);
  await be('jin');
  await page.locator('[data-channel="C0AUDIT"]').click();
  await page.getByRole('heading', { name: '#audit' }).waitFor();
  await be('stranger');
  await page.getByText('stranger cannot see this channel').waitFor();
  expect(await page.locator('article.message').count()).toBe(0);
  await be('jin');
  await page.getByRole('heading', { name: '#audit' }).waitFor();
  await page.locator('[data-channel="home"]').click();
  await page.locator('.home').getByText('nextuse').first().waitFor({ timeout: 10_000 });
  await page.locator('.home').getByRole('button', { name: 'Check standby' }).click();
  await page.locator('[data-channel="C0INCIDENTS"]').click();
  await message('Standby-check of nextuse').getByText('succeeded').first().waitFor({ timeout: 15_000 });
});
