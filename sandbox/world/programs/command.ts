import type { Program } from './program.ts';

/** The shell's own `command -v`: where each program is, for those that are installed. */
export function createCommand(installed: ReadonlyMap<string, Program>): Program {
  return ({ args: [option, ...names], stdout, stderr }) => {
    if (option !== '-v') {
      stderr('command: the sandbox knows -v only\n');
      return 2;
    }
    const found = names.filter((name) => installed.has(name));
    for (const name of found) stdout(`/usr/bin/${name}\n`);
    return names.length > 0 && found.length === names.length ? 0 : 1;
  };
}
