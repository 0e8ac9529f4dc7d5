import type { Program } from './program.ts';

export const hostname: Program = ({ machine, stdout }) => {
  stdout(`${machine.hostname}\n`);
  return 0;
};
