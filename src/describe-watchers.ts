import { formatDuration } from './core/duration.ts';
import type { Texts } from './core/texts/catalogue.ts';
import type { Heartbeat } from './net/heartbeat.ts';
import type { Slack } from './slack/slack.ts';

/** The lines of `/watchkeeper status` about what watches the bot itself. */
export function describeWatchers(
  { hearing, heartbeat }: { hearing: Slack['hearing']; heartbeat: Pick<Heartbeat, 'read'> | undefined },
  now: number,
  { watchers: words }: Texts,
): readonly string[] {
  const heardAt = hearing.lastHeardAt();
  const ago = heardAt === undefined ? undefined : formatDuration(Math.max(0, now - heardAt));
  return [
    `${words.hearing({ ago })}: ${words.hearingState[hearing.state()]}`,
    heartbeat ? describeHeartbeat(heartbeat.read(), now, words) : words.heartbeatOff,
  ];
}

function describeHeartbeat(
  { sentAt, last }: ReturnType<Heartbeat['read']>,
  now: number,
  words: Texts['watchers'],
): string {
  const sent = sentAt === undefined ? words.heartbeatNone : words.heartbeatSent({ ago: formatDuration(now - sentAt) });
  if (last?.kind === 'failed') {
    const reason = last.status === undefined ? words.heartbeatReason.unreachable : `HTTP ${last.status}`;
    return `${sent}; ${words.heartbeatFailed({ reason })}`;
  }
  if (last?.kind === 'held_back')
    return `${sent}; ${words.heartbeatHeldBack({ reason: words.heartbeatReason[last.why] })}`;
  return sent;
}
