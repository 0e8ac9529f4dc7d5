import { findFile } from './files.ts';
import type { Program } from './program.ts';

const FOLDERS = new Set(['/', '/srv', '/var', '/home', '/home/deploy', '/etc', '/tmp']);
const OWN = new Set(['/srv', '/home/deploy', '/tmp']);
const PROGRAM = /^\/(?:usr\/)?bin\/(\w+)$/;

/** test: -e -f -d -r -w -x of one path, as the deploy user finds it. */
export function createTest(installed: ReadonlyMap<string, Program>): Program {
  return ({ args: [flag, path = ''], machine, clock, stderr }) => {
    const name = PROGRAM.exec(path)?.[1];
    const isProgram = name !== undefined && installed.has(name);
    const isFolder = FOLDERS.has(path === '/' ? path : path.replace(/\/$/, ''));
    const isFile = isProgram || findFile(machine, clock, path) !== undefined;
    const answers: Record<string, boolean> = {
      '-e': isFile || isFolder,
      '-r': isFile || isFolder,
      '-f': isFile,
      '-d': isFolder,
      '-x': isProgram || isFolder,
      '-w': OWN.has(path.replace(/\/$/, '')),
    };
    const answer = answers[flag ?? ''];
    if (answer !== undefined) return answer ? 0 : 1;
    stderr(`test: the sandbox knows ${Object.keys(answers).join(' ')} only\n`);
    return 2;
  };
}
