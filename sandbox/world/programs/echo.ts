import type { Program } from './program.ts';

export const echo: Program = ({ args, stdout }) => {
  stdout(`${args.join(' ')}\n`);
  return 0;
};
