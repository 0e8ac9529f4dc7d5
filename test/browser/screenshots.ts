import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openSandboxPage, type PageOptions, type SandboxPage } from '../support/browser.ts';

// Makes the pictures of the README: `npm run screenshots`, or into another folder: `npm run screenshots -- <folder>`.

const folder = process.argv[2] ?? join(import.meta.dirname, '..', '..', 'docs', 'images');

/** WebP by the browser's own encoder: half of a PNG, and nothing to install. */
async function save(page: Page, name: string): Promise<void> {
  const png = (await page.screenshot({ animations: 'disabled' })).toString('base64');
  // In a page of its own: the sandbox's own lets nothing be loaded.
  const blank = await page.context().newPage();
  const webp = await blank.evaluate<string>(`(async () => {
    const picture = await createImageBitmap(await (await fetch('data:image/png;base64,${png}')).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext('2d').drawImage(picture, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.86 });
    const reader = new FileReader();
    await new Promise((resolve) => { reader.onload = resolve; reader.readAsDataURL(blob); });
    return reader.result.split(',')[1];
  })()`);
  await blank.close();
  await writeFile(join(folder, `${name}.webp`), Buffer.from(webp, 'base64'));
  process.stdout.write(`${name}.webp\n`);
}

async function at(options: PageOptions, take: (visit: SandboxPage) => Promise<void>): Promise<void> {
  const visit = await openSandboxPage(options);
  try {
    await take(visit);
  } finally {
    await visit.close();
  }
}

await mkdir(folder, { recursive: true });

await at({ width: 1440, height: 960, isWatched: true }, async ({ page, type, message }) => {
  await page.locator('[data-trouble="web-down"]').click();
  await message('nextuse').waitFor({ timeout: 15_000 });
  await type('/failover nextuse home router is dead');
  await message('Failover of nextuse').getByRole('button', { name: 'Approve' }).waitFor({ timeout: 15_000 });
  await page.locator('[data-composer="channel"]').blur();
  await page.waitForTimeout(2_500);
  await save(page, 'page');
});

await at({ width: 390, height: 844, colorScheme: 'dark' }, async ({ page, type, message, be, sandbox }) => {
  await sandbox.world.primary.faults.webDown(true);
  await type('/failover nextuse home router is dead');
  await message('Failover of nextuse').getByRole('button', { name: 'Approve' }).waitFor({ timeout: 15_000 });
  await be('mina');
  await page.waitForTimeout(1_000);
  await save(page, 'phone');
});
