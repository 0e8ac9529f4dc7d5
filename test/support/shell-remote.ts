import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { OpsError } from '../../src/core/errors.ts';
import type { ExecResult, Remote } from '../../src/core/ports/remote.ts';
import { quoteArgv } from '../../src/ssh/quote-argv.ts';

export interface ShellHost {
  remote: Remote;
  home: string;
  /** While true, nothing gets there. */
  isCut: boolean;
  /** The command gets there, and its answer is lost; once. */
  losesNextAnswer: boolean;
  close(): void;
}

/**
 * A host whose commands are run for real: the deploy user's login shell gets the text that sshd would hand it, and each `sh`
 * below it is the same shell. Without `setsid`, as on a host that has only what POSIX asks for.
 */
export function createShellHost(shell: string, { hasSetsid = true } = {}): ShellHost {
  const home = mkdtempSync(join(tmpdir(), 'shell-host-'));
  const bin = join(home, 'bin');
  mkdirSync(bin);
  symlinkSync(shell, join(bin, 'sh'));
  const tools = ['mkdir', 'cat', 'mv', 'date', 'tail', 'find', 'rm', 'tr', 'grep', 'nohup', 'sleep', 'ps'];
  if (!hasSetsid) for (const tool of tools) symlinkSync(findProgram(tool) ?? tool, join(bin, tool));
  const path = hasSetsid ? `${bin}${delimiter}${process.env['PATH'] ?? ''}` : bin;
  const host: ShellHost = {
    home,
    isCut: false,
    losesNextAnswer: false,
    close() {
      endCommands(join(home, '.local/state/watchkeeper'));
      rmSync(home, { recursive: true, force: true });
    },
    remote: {
      async exec(name, argv) {
        if (host.isCut) throw new OpsError('unreachable', `${name} does not answer`);
        const result = await run(quoteArgv(argv), { HOME: home, PATH: path });
        if (!host.losesNextAnswer) return { host: name, argv, ...result };
        host.losesNextAnswer = false;
        throw new OpsError('outcome_unknown', `connection to ${name} was lost`);
      },
    },
  };
  return host;

  function run(command: string, env: NodeJS.ProcessEnv): Promise<Omit<ExecResult, 'host' | 'argv'>> {
    const child = spawn(join(bin, 'sh'), ['-c', command], { env, cwd: home, stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode) => {
        const [stdout, stderr] = [Buffer.concat(out).toString(), Buffer.concat(err).toString()];
        resolve({ exitCode, stdout, stderr, isTruncated: false, durationMs: 1 });
      });
    });
  }
}

export function findProgram(name: string): string | undefined {
  return ['/usr/bin', '/bin'].map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** A test that failed leaves nothing running. */
function endCommands(base: string): void {
  for (const id of existsSync(base) ? readdirSync(base) : []) {
    const file = join(base, id, 'pid');
    if (!existsSync(file) || existsSync(join(base, id, 'exit'))) continue;
    try {
      process.kill(-Number(readFileSync(file, 'utf8')), 'SIGKILL');
    } catch {
      // It has ended, or leads no group.
    }
  }
}
