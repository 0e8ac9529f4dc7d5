import { readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import type { Detached, DetachedLook } from '../../src/core/ports/detached.ts';
import { createDetached } from '../../src/ssh/detached-commands.ts';
import { createShellHost, findProgram, type ShellHost } from '../support/shell-remote.ts';

// The real script in real shells; the command that goes on is a real process.

const shells = ['dash', 'bash', 'busybox'].flatMap((name) => findProgram(name) ?? []);
const hosts = [
  ...shells.map((shell) => ({ name: shell, shell, hasSetsid: true })),
  { name: 'no setsid', shell: findProgram('sh') ?? 'sh', hasSetsid: false },
];

it.runIf(process.env['CI'])('all three shells are here (Debian: dash, bash, busybox-static)', () => {
  expect(shells).toHaveLength(3);
});

describe.each(hosts)('$name', ({ shell, hasSetsid }) => {
  let host: ShellHost;
  const open = (): Detached => {
    host = createShellHost(shell, { hasSetsid });
    return createDetached({ remote: host.remote, texts: catalogues.en });
  };
  afterEach(() => host.close());
  const until = async (ask: () => Promise<DetachedLook>, state: DetachedLook['state']): Promise<DetachedLook> => {
    for (;;) {
      const seen = await ask();
      if (seen.state === state) return seen;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const lines = (): string[] => readFileSync(join(host.home, 'ran'), 'utf8').trim().split('\n');

  it('goes on without its connection, and tells its output and exit code to whoever asks later', async () => {
    const detached = open();
    const script = 'echo "to $1"; echo oops >&2; sleep 1; echo end; exit 7';
    const begun = await detached.start('home', 'run_1.2.1', ['sh', '-c', script, 'x', "it's $HOME"]);
    expect(begun).toMatchObject({ state: 'running', exitCode: null, isEnded: false });
    const ended = await until(() => detached.look('home', 'run_1.2.1'), 'exited');
    expect(ended).toMatchObject({ exitCode: 7, stdout: "to it's $HOME\nend\n", stderr: 'oops\n', isEnded: false });
  });

  it('starts once under one id, however many ask at the same time', async () => {
    const detached = open();
    const argv = ['sh', '-c', 'echo ran >>ran; sleep 0.3'];
    await Promise.all(Array.from({ length: 8 }, () => detached.start('home', 'run_1.2.1', argv)));
    await until(() => detached.look('home', 'run_1.2.1'), 'exited');
    await detached.start('home', 'run_1.2.1', argv);
    expect(lines()).toEqual(['ran']);
    await detached.start('home', 'run_1.2.2', argv);
    await until(() => detached.look('home', 'run_1.2.2'), 'exited');
    expect(lines()).toHaveLength(2);
  });

  it('is ended with all that it started, and says so', async () => {
    const detached = open();
    const script = "trap '' HUP; (while :; do echo ran >>ran; sleep 0.1; done) & sleep 60";
    await detached.start('home', 'run_1.2.1', ['sh', '-c', script]);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await detached.end('home', 'run_1.2.1')).toMatchObject({ state: 'exited', exitCode: 143, isEnded: true });
    const count = lines().length;
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(lines()).toHaveLength(count);
  });

  it('is killed when it does not want to end', async () => {
    const detached = open();
    await detached.start('home', 'run_1.2.1', ['sh', '-c', "trap '' TERM; while :; do sleep 0.1; done"]);
    expect(await detached.end('home', 'run_1.2.1')).toMatchObject({ state: 'exited', exitCode: 137, isEnded: true });
  }, 20_000);

  it('withdrawn before it was begun, it never is', async () => {
    const detached = open();
    expect(await detached.withdraw('home', 'run_1.2.1')).toMatchObject({ state: 'absent' });
    // The start was on its way all the time.
    expect(await detached.start('home', 'run_1.2.1', ['sh', '-c', 'echo ran >>ran'])).toMatchObject({
      state: 'absent',
    });
    expect(readdirSync(host.home)).not.toContain('ran');
    await detached.start('home', 'run_1.2.2', ['sh', '-c', 'echo ran >>ran']);
    expect((await detached.withdraw('home', 'run_1.2.2')).state).not.toBe('absent');
  });

  it.runIf(hasSetsid)('is vanished when it was killed whole', async () => {
    const detached = open();
    await detached.start('home', 'run_1.2.1', ['sleep', '60']);
    const folder = join(host.home, '.local/state/watchkeeper/run_1.2.1');
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    process.kill(-pid, 'SIGKILL');
    expect(await until(() => detached.look('home', 'run_1.2.1'), 'vanished')).toMatchObject({ exitCode: null });
  });

  it('what is older than it is kept for goes with the next start', async () => {
    const detached = open();
    await detached.start('home', 'run_1.2.1', ['true']);
    await detached.start('home', 'run_1.2.2', ['true']);
    const base = join(host.home, '.local/state/watchkeeper');
    const long = new Date(Date.now() - 100 * 86_400_000);
    utimesSync(join(base, 'run_1.2.1'), long, long);
    await detached.start('home', 'run_1.2.3', ['true']);
    expect(readdirSync(base).toSorted()).toEqual(['run_1.2.2', 'run_1.2.3']);
  });
});

it('a host without a home that may be written is told in words', async () => {
  const host = createShellHost(findProgram('sh') ?? 'sh');
  const remote = createDetached({
    remote: { exec: (name, argv, options) => host.remote.exec(name, ['env', 'HOME=/proc/none', ...argv], options) },
    texts: catalogues.en,
  });
  await expect(remote.start('home', 'run_1.2.1', ['true'])).rejects.toMatchObject({
    code: 'remote_failed',
    message: expect.stringContaining('home cannot keep a command that outlives its connection'),
  });
  host.close();
});
