import { expect, onTestFinished, test } from 'vitest';
import { openSandboxPage } from '../support/browser.ts';

test('at 3 a.m. on a phone: the card fits, its buttons can be hit, and the other side is one tap away', async () => {
  const visit = await openSandboxPage({ width: 390, height: 844, colorScheme: 'dark' });
  onTestFinished(() => visit.close());
  const { page, sandbox, message, type, be, press } = visit;
  const overflow = () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  await sandbox.world.primary.faults.webDown(true);

  await type('/failover nextuse home router is dead');
  const card = message('Failover of nextuse');
  const approve = card.getByRole('button', { name: 'Approve' });
  await approve.waitFor({ timeout: 15_000 });
  expect(await overflow()).toBeLessThanOrEqual(0);
  const box = await approve.boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(28);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);

  await be('mina');
  await press('Failover of nextuse', 'Approve');
  await card.getByText('succeeded').first().waitFor({ timeout: 30_000 });

  await page.locator('[data-side="world"]').click();
  await page.locator('[data-part="users"]').getByText('standby').first().waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  await page.locator('[data-side="slack"]').click();
  await page.getByRole('button', { name: 'Channels and people' }).click();
  await page.locator('[data-channel="C0AUDIT"]').click();
  await page.getByRole('heading', { name: '#audit' }).waitFor();
});
