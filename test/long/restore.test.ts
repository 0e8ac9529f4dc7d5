import { copyFileSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startBot, type Bot } from '../support/bot.ts';
import { typeVerb } from '../support/type-verb.ts';

// docs/operations/backup.md, step by step.

let bot: Bot;
afterEach(() => bot.close());

const storePath = (): string => (bot.environment['WATCHKEEPER_STORE'] ?? '').replace(/^sqlite:/, '');

/** As the page says: aside with the database and its companions, the copy in its place. */
function restore(copy: string): void {
  const [folder, name] = [dirname(storePath()), basename(storePath())];
  mkdirSync(join(folder, 'broken'));
  for (const file of readdirSync(folder).filter((each) => each.startsWith(name)))
    renameSync(join(folder, file), join(folder, 'broken', file));
  copyFileSync(copy, storePath());
}

async function backUp(name: string): Promise<string> {
  const copy = join(dirname(storePath()), name);
  const made = await typeVerb('jin', ['backup', copy], bot.environment).done;
  expect(made).toMatchObject({ code: 0 });
  return copy;
}

it('the disk is lost while an approval is awaited: from the copy, the button on the same card still decides', async () => {
  bot = await startBot();
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  const copy = await backUp('copy.db');
  await bot.stop();
  const verified = await typeVerb('jin', ['audit', 'verify'], {
    ...bot.environment,
    WATCHKEEPER_STORE: `sqlite:${copy}`,
  }).done;
  expect(verified).toMatchObject({ code: 0 });
  restore(copy);
  await bot.boot();
  await card.click('Approve', 'mina');
  await card.until('succeeded');
  expect(bot.world.cloudflare.writes).toBe(1);
  await bot.acts();
});

it('a copy from before the switch: the run finds that nothing is left to do, and switches nothing again', async () => {
  bot = await startBot();
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  const copy = await backUp('copy.db');
  await card.click('Approve', 'mina');
  await card.until('succeeded');
  expect(bot.world.cloudflare.writes).toBe(1);
  await bot.stop();
  restore(copy);
  await bot.boot();
  await card.until('[Approve]');
  await card.click('Approve', 'mina');
  await card.until('Nothing was left to do');
  expect(bot.world.cloudflare.writes).toBe(1);
});
