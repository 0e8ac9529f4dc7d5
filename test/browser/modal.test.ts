import { expect, onTestFinished, test } from 'vitest';
import { openSandboxPage } from '../support/browser.ts';

test('in HTTP mode: without a service a form asks for it, and starts the run when it is sent', async () => {
  const visit = await openSandboxPage({ mode: 'http' });
  onTestFinished(() => visit.close());
  const { page, message, type } = visit;

  await type('/standby');
  const form = page.getByRole('dialog');
  await form.waitFor();
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'hidden' });

  await type('/failover');
  await form.waitFor();
  await form.locator('textarea').fill('home router is dead');
  await form.locator('button[type="submit"]').click();
  await form.waitFor({ state: 'hidden' });
  // Nothing is broken: the run says so, and nothing is asked.
  await message('Failover of nextuse').getByText('failed').first().waitFor({ timeout: 15_000 });
});

test('a step is skipped for a reason only, and the form keeps what was typed when it is refused', async () => {
  const visit = await openSandboxPage();
  onTestFinished(() => visit.close());
  const { page, sandbox, message, type, be, press } = visit;
  await sandbox.world.primary.faults.webDown(true);
  await type('/failover nextuse router');
  await message('Failover of nextuse').getByRole('button', { name: 'Approve' }).waitFor({ timeout: 15_000 });
  sandbox.world.primary.faults.commandFail('docker stop', 1, 'no such container');
  await be('mina');
  await press('Failover of nextuse', 'Approve');
  const card = message('Failover of nextuse');
  await card.getByRole('button', { name: 'Skip' }).click({ timeout: 15_000 });
  const form = page.getByRole('dialog');
  // The client's own word, then the app's.
  await form.locator('button[type="submit"]').click();
  await form.getByText('Please complete this required field.').waitFor();
  await form.locator('textarea').fill('   ');
  await form.locator('button[type="submit"]').click();
  await form.getByText('Please complete this required field.').waitFor({ state: 'hidden' });
  await form.getByRole('alert').first().waitFor();
  expect(await form.locator('textarea').inputValue()).toBe('   ');
});
