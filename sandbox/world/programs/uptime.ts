import type { Program } from './program.ts';

export const uptime: Program = ({ machine, clock, stdout }) => {
  const now = clock.now();
  const minutes = Math.floor((now.getTime() - machine.bootedAt.getTime()) / 60_000);
  const days = Math.floor(minutes / 1440);
  const time = `${String(Math.floor((minutes % 1440) / 60)).padStart(2)}:${String(minutes % 60).padStart(2, '0')}`;
  stdout(` ${now.toISOString().slice(11, 19)} up ${days} days, ${time},  0 users,  load average: 0.08, 0.03, 0.01\n`);
  return 0;
};
