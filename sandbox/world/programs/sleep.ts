import type { Program } from './program.ts';

export const sleep: Program = async ({ args, clock, signal, stderr }) => {
  const seconds = Number(args[0]);
  if (!Number.isFinite(seconds)) {
    stderr(`sleep: invalid time interval '${args[0] ?? ''}'\n`);
    return 1;
  }
  await clock.sleep(seconds * 1000, signal);
  return 0;
};
