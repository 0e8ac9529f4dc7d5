import { formatDuration } from '../../duration.ts';

/** Commands that a runbook gives to a host. */
export const exec = {
  execTitle: (s: { host: string }) => `Run on ${s.host}`,
  execDescribe: (s: { host: string; command: string }) => `Run on ${s.host}: \`${s.command}\``,
  execDescribeDetached: (s: { host: string; command: string }) =>
    `Run on ${s.host}, going on there should the connection be lost: \`${s.command}\``,
  execDone: (s: { host: string; command: string; durationMs: number }) =>
    `\`${s.command}\` on ${s.host} succeeded in ${formatDuration(s.durationMs)}`,
  execIrreversible: 'A command cannot be taken back by the bot.',
  execProgress: (s: { host: string; elapsedMs: number; percent: string | undefined; lastLine: string | undefined }) =>
    [
      ...(s.percent === undefined ? [] : [s.percent]),
      `${formatDuration(s.elapsedMs)} on ${s.host}`,
      ...(s.lastLine === undefined ? [] : [s.lastLine]),
    ].join(' · '),
  execEnded: (s: { host: string; command: string; elapsedMs: number }) =>
    `\`${s.command}\` on ${s.host} was ended by the bot after ${formatDuration(s.elapsedMs)}, before it had finished`,
  execEndedHint: 'See in the thread how far it got, and on the host what it left.',
  execTooLong: (s: { host: string; command: string; limitMs: number }) =>
    `\`${s.command}\` on ${s.host} was not done after ${formatDuration(s.limitMs)} and was ended`,
  execVanished: (s: { host: string; command: string; elapsedMs: number }) =>
    `\`${s.command}\` on ${s.host} is gone without an exit code, begun ${formatDuration(s.elapsedMs)} ago`,
  execVanishedHint: 'The host was probably started anew. See on the host how far it got.',
  execNotFollowed: (s: { host: string; command: string }) =>
    `\`${s.command}\` goes on on ${s.host}, but it cannot be followed now`,
  cannotDetach: (s: { host: string; said: string | undefined }) =>
    `${s.host} cannot keep a command that outlives its connection${s.said === undefined ? '' : `: ${s.said}`}`,
  cannotDetachHint: 'The deploy user needs a POSIX shell and a home directory that it may write.',
};
