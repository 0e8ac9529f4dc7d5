import { expect, onTestFinished, test } from 'vitest';
import { openSandboxPage } from '../support/browser.ts';

test('한국어: the page, the tour and the bot speak Korean, and the tour leads through all the same', async () => {
  const visit = await openSandboxPage({ locale: 'ko', isFirstVisit: true });
  onTestFinished(() => visit.close());
  const { page, message, press } = visit;
  expect(await page.locator('html').getAttribute('lang')).toBe('ko');
  await page.getByRole('heading', { name: '주 사이트를 고장 내 보세요' }).waitFor();
  await page.getByRole('button', { name: '대신 고장 내기' }).click();
  await page.getByRole('button', { name: '대신 입력하기' }).click({ timeout: 15_000 });
  await page.keyboard.press('Enter');
  const card = message('승인 대기');
  await card.waitFor({ timeout: 15_000 });
  await page.getByRole('button', { name: 'mina 되기' }).click();
  await press('nextuse', '승인');
  await page.locator('.tour[data-step="return"]').waitFor({ timeout: 30_000 });
  // The steps scroll what they point at into view, and never the page's own head out of it.
  expect(await page.evaluate<number>('document.documentElement.scrollHeight - innerHeight')).toBe(0);
  // English words of the page's own would be a text that was forgotten.
  expect(await page.locator('.world').innerText()).not.toMatch(/Users reach|Trouble|Heal everything/);
});
