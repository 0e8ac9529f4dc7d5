import type { Program } from './program.ts';

export const id: Program = ({ args, stdout }) => {
  stdout(args[0] === '-u' ? '1000\n' : 'uid=1000(deploy) gid=1000(deploy) groups=1000(deploy),998(docker)\n');
  return 0;
};
