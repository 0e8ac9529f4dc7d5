import type { Program } from './program.ts';

export const date: Program = ({ args, clock, stdout, stderr }) => {
  const format = args.find((it) => it.startsWith('+'));
  const now = clock.now();
  if (format !== undefined && format !== '+%s') {
    stderr(`date: the sandbox knows +%s only\n`);
    return 1;
  }
  stdout(`${format === '+%s' ? Math.floor(now.getTime() / 1000) : now.toUTCString()}\n`);
  return 0;
};
