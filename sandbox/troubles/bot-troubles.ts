import type { BotProcess } from '../bot-process.ts';
import { lasting, momentary, type Trouble } from './trouble.ts';

/** What can happen to the bot's process. */
export function createBotTroubles(bot: BotProcess): Trouble[] {
  let isStopped = false;
  const isDead = (): boolean => bot.state === 'dead';
  const start = async (): Promise<void> => {
    isStopped = false;
    if (isDead()) await bot.start();
  };
  const stop = async (): Promise<void> => {
    isStopped = true;
    await bot.stop();
  };
  return [
    lasting(
      'bot',
      { name: 'kill', label: 'Kill -9', summary: 'the bot’s process is killed in the middle of what it does' },
      { isOn: () => isDead() && !isStopped, set: (isOn) => (isOn ? bot.kill() : start()) },
    ),
    lasting(
      'bot',
      { name: 'stop', label: 'Stop', summary: 'the bot is stopped as its service manager would (SIGTERM)' },
      { isOn: () => isDead() && isStopped, set: (isOn) => (isOn ? stop() : start()) },
    ),
    momentary(
      'bot',
      { name: 'restart', label: 'Restart', summary: 'the bot is stopped (SIGTERM) and started again' },
      async () => {
        if (!isDead()) await bot.stop();
        await start();
      },
    ),
  ];
}
