import { existsSync } from 'node:fs';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import type { BotProcess } from '../../sandbox/bot-process.ts';
import { openPage } from '../../sandbox/page-server/open-page.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Nothing but the page: no updates, no look-ups of its own. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface PageOptions extends SandboxOptions {
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  /** True: a first visit, with the tour. */
  isFirstVisit?: boolean;
  /** True: the scene's monitors speak when the primary is down. Default: on a first visit. */
  isWatched?: boolean;
  locale?: 'en' | 'ko';
}

/** The sandbox as `npm run sandbox` starts it, in a real browser. */
export interface SandboxPage {
  page: Page;
  sandbox: Sandbox;
  bot: BotProcess;
  /** Types into the channel and sends. */
  type(text: string): Promise<void>;
  be(person: 'jin' | 'mina' | 'yuna' | 'stranger'): Promise<void>;
  /** The newest message of the channel in which these words stand. */
  message(words: string | RegExp): Locator;
  /** Presses a button of a message and says yes in its dialog. */
  press(words: string | RegExp, button: string): Promise<void>;
  close(): Promise<void>;
}

export async function openSandboxPage(options: PageOptions = {}): Promise<SandboxPage> {
  if (!existsSync(CHROMIUM))
    throw new Error(
      `No browser at ${CHROMIUM}. Debian: apt-get install chromium. Elsewhere: set CHROMIUM to its path.`,
    );
  const { width = 1440, height = 900, colorScheme = 'light', isFirstVisit = false, locale = 'en' } = options;
  const { isWatched = isFirstVisit } = options;
  const sandbox = await createSandbox(options);
  const [opened, browser] = await Promise.all([
    openPage(sandbox, { port: 0, isWatched }),
    chromium.launch({ executablePath: CHROMIUM, args: ARGS }),
  ]);
  const page = await newPage(browser, { viewport: { width, height }, colorScheme, locale });
  if (!isFirstVisit) await page.addInitScript("localStorage.setItem('tour', 'over')");
  await page.goto(opened.url);
  await page.locator('[data-composer="channel"]').waitFor();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));

  const message = (words: string | RegExp): Locator => page.locator('article.message', { hasText: words }).last();
  return {
    page,
    sandbox,
    bot: opened.bot,
    message,
    async type(text) {
      await page.locator('[data-composer="channel"]').fill(text);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Enter');
    },
    async be(person) {
      const id = `U0${person.toUpperCase()}`;
      await page.locator(`[data-person="${id}"]`).click();
      await page.locator(`[data-seen-by="${id}"]`).waitFor({ state: 'attached' });
    },
    async press(words, button) {
      await message(words).getByRole('button', { name: button, exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: button, exact: true }).click();
    },
    async close() {
      await browser.close();
      await opened.close();
      await sandbox.close();
      if (errors.length > 0) throw new Error(`the page complained: ${errors.join('\n')}`);
      const { violations } = sandbox.slack;
      if (violations.length > 0) throw new Error(`Slack refused: ${JSON.stringify(violations)}`);
    },
  };
}

async function newPage(
  browser: Browser,
  look: { viewport: { width: number; height: number }; colorScheme: 'light' | 'dark'; locale: 'en' | 'ko' },
): Promise<Page> {
  const locale = look.locale === 'ko' ? 'ko-KR' : 'en-GB';
  const context = await browser.newContext({ ...look, locale, timezoneId: 'Asia/Seoul' });
  return context.newPage();
}
