import type { Client, ClientChannel } from 'ssh2';
import type { Clock } from '../core/clock.ts';
import { killChannel } from './kill-channel.ts';
import { startTimer } from '../core/start-timer.ts';

interface Options {
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  clock: Clock;
  onStdout: (chunk: Buffer) => void;
  onStderr: (chunk: Buffer) => void;
}

/** `not-started`: the request provably never left. `lost`, `timed-out`: it did, and the command may have run. */
export type CommandEnd =
  | { kind: 'exited'; exitCode: number | null; signal?: string; isComplete: boolean }
  | { kind: 'refused' }
  | { kind: 'not-started'; why: 'lost' | 'silent' }
  | { kind: 'lost' }
  | { kind: 'timed-out' };

interface Progress {
  isOver: boolean;
  isSent: boolean;
  isConnectionGone: boolean;
  channel?: ClientChannel;
  exit?: { exitCode: number | null; signal?: string };
}

/** Runs one shell command over a ready connection. Rejects with the signal's reason, having killed the command. */
export function runCommand(client: Client, command: string, options: Options): Promise<CommandEnd> {
  const { promise, resolve, reject } = Promise.withResolvers<CommandEnd>();
  const { timeoutMs, signal, clock } = options;
  const progress: Progress = { isOver: false, isSent: false, isConnectionGone: false };

  const leave = (): boolean => {
    if (progress.isOver) return false;
    progress.isOver = true;
    stopTimer();
    signal?.removeEventListener('abort', onAbort);
    client.off('close', onGone);
    return true;
  };
  const end = (how: CommandEnd): void => {
    if (leave()) resolve(how);
  };
  const onGone = (): void => void (progress.isConnectionGone = true);
  const onAbort = (): void => {
    if (leave()) reject(signal?.reason);
    killChannel(progress.channel);
  };
  const onTime = (): void => {
    end(toEndAtTime(progress));
    killChannel(progress.channel);
    // An unanswered channel open would start the command whenever the answer came: the connection has to go.
    if (!progress.isSent) client.destroy();
  };
  const onStart = (error: Error | undefined, channel: ClientChannel): void => {
    if (error) return end(toEndAtStart(progress, error));
    follow(channel, options, progress, () => end(toEndAtClose(progress)));
    // Aborted while the start was under way: ended as soon as there is something to end.
    if (progress.isOver) killChannel(channel);
  };

  const stopTimer = startTimer(clock, timeoutMs, onTime);
  if (signal?.aborted) {
    onAbort();
    return promise;
  }
  signal?.addEventListener('abort', onAbort, { once: true });
  // The connection's `close` comes before the callbacks of its channels, and tells "lost" from "refused".
  client.once('close', onGone);
  start(client, command, progress, onStart, () => end({ kind: 'not-started', why: 'lost' }));
  return promise;
}

function start(
  client: Client,
  command: string,
  progress: Progress,
  onStart: (error: Error | undefined, channel: ClientChannel) => void,
  onNotConnected: () => void,
): void {
  const options = {
    // ssh2 reads `env` when the channel is open, right before it sends the request: from here on the command may run.
    get env(): NodeJS.ProcessEnv {
      progress.isSent = true;
      return {};
    },
  };
  try {
    client.exec(command, options, onStart);
  } catch {
    onNotConnected();
  }
}

function follow(
  channel: ClientChannel,
  { onStdout, onStderr }: Options,
  progress: Progress,
  onClose: () => void,
): void {
  progress.channel = channel;
  channel.on('data', onStdout);
  channel.stderr.on('data', onStderr);
  channel.on('error', () => {});
  channel.on('exit', (exitCode: number | null, signal?: string) => {
    progress.exit = { exitCode: exitCode ?? null, ...(signal && { signal: signal.replace(/^SIG/, '') }) };
  });
  channel.on('close', onClose);
  channel.end();
}

function toEndAtStart({ isSent, isConnectionGone }: Progress, error: Error): CommandEnd {
  if (isSent) return { kind: isConnectionGone ? 'lost' : 'refused' };
  // With a reason the server answered, e.g. that there are too many sessions.
  return 'reason' in error ? { kind: 'refused' } : { kind: 'not-started', why: 'lost' };
}

function toEndAtClose({ exit }: Progress): CommandEnd {
  // ssh2 closes the channels of a lost connection as if they had ended: only an exit status is an end.
  return exit ? { kind: 'exited', ...exit, isComplete: true } : { kind: 'lost' };
}

function toEndAtTime({ exit, isSent }: Progress): CommandEnd {
  // The command is over, and something that it left behind holds its output open.
  if (exit) return { kind: 'exited', ...exit, isComplete: false };
  return isSent ? { kind: 'timed-out' } : { kind: 'not-started', why: 'silent' };
}
