import { afterEach, expect, it } from 'vitest';
import { startBot, type Bot } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

it('전체 과정이 한국어로 진행됩니다', async () => {
  bot = await startBot({ locale: 'ko' });
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse 공유기가 죽었습니다', 'jin');
  await card.until('[승인]');
  expect(await card.click('승인', 'jin')).toMatch(/본인의 승인은 인정되지 않습니다/);
  await card.click('승인', 'mina');
  await card.until('성공');
  expect(bot.world.cloudflare.writes).toBe(1);
  // Names of services, hosts, runbooks and protocols stay as they are.
  const words = card.plain.replace(
    /`[^`]*`|<[^>]*>|[\w.-]+\.(co\.kr|org)|jin-gateway|nextuse|failover|standby|ip-[\d-]+/g,
    '',
  );
  expect(words).not.toMatch(/[A-Za-z]{6,}/);
  expect(await bot.type('/failover nextsue', 'jin')).toMatch(/[가-힣]/);
});
