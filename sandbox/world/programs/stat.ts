import { findFile } from './files.ts';
import type { Program } from './program.ts';

export const stat: Program = ({ args, machine, clock, stdout, stderr }) => {
  const [option, format, ...paths] = args;
  if ((option !== '-c' && option !== '--format') || format !== '%Y') {
    stderr('stat: the sandbox knows -c %Y only\n');
    return 1;
  }
  let exitCode = 0;
  for (const path of paths.filter((it) => it !== '--')) {
    const file = findFile(machine, clock, path);
    if (file !== undefined) stdout(`${Math.floor(file.modifiedAt.getTime() / 1000)}\n`);
    else {
      stderr(`stat: cannot statx '${path}': No such file or directory\n`);
      exitCode = 1;
    }
  }
  return exitCode;
};
