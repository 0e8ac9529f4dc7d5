import { expect, onTestFinished, test } from 'vitest';
import { openSandboxPage } from '../support/browser.ts';

test('who asked is refused in private, somebody else approves, and a second click says that it is done', async () => {
  const visit = await openSandboxPage();
  onTestFinished(() => visit.close());
  const { page, sandbox, press, message, be, type } = visit;
  await sandbox.world.primary.faults.webDown(true);

  await type('/failover nextuse home router is dead');
  const card = message('Failover of nextuse');
  await card.getByText('awaiting approval').waitFor({ timeout: 15_000 });
  await press('Failover of nextuse', 'Approve');
  const refusal = message('your own approval does not count');
  await refusal.waitFor();
  await refusal.getByText('Only visible to you').waitFor();
  expect(sandbox.world.cloudflare.writes).toBe(0);

  await be('mina');
  // What was said to jin alone is not for mina.
  await card.waitFor();
  expect(await refusal.count()).toBe(0);
  await press('Failover of nextuse', 'Approve');
  await card.getByText('succeeded', { exact: false }).first().waitFor({ timeout: 30_000 });
  expect(await card.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  expect(sandbox.world.cloudflare.writes).toBe(1);
  await page.locator('[data-part="users"]').getByText('standby').first().waitFor();
});

test('a confirm dialog that is left does nothing', async () => {
  const visit = await openSandboxPage();
  onTestFinished(() => visit.close());
  const { page, sandbox, message, be, type } = visit;
  await sandbox.world.primary.faults.webDown(true);
  await type('/failover nextuse router');
  await be('mina');
  const card = message('Failover of nextuse');
  await card.getByRole('button', { name: 'Approve' }).click({ timeout: 15_000 });
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await card.getByText('0 of 1 given').waitFor();
  expect(sandbox.world.cloudflare.writes).toBe(0);
});
