import { findFile } from './files.ts';
import type { Program } from './program.ts';

export const cat: Program = ({ args, machine, clock, stdout, stderr }) => {
  let exitCode = 0;
  for (const path of args.filter((it) => it !== '--')) {
    const file = findFile(machine, clock, path);
    if (file !== undefined) stdout(file.content);
    else {
      stderr(`cat: ${path}: No such file or directory\n`);
      exitCode = 1;
    }
  }
  return exitCode;
};
