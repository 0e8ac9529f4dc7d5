import type { Program } from './program.ts';

/** There is no shell behind a command: whatever needs one was not built from argv. */
export const refuseShell: Program = ({ stderr }) => {
  stderr('sh: a shell is not available to this account\n');
  return 126;
};
