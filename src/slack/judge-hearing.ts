import type { Json } from '../core/json.ts';

/** What is remembered of hearing over a restart. */
export interface HearingNote {
  channel: string;
  /** The message that is edited to hear oneself. */
  ts?: string;
  /** Slack has once told us of a message of our own: only then does silence mean anything. */
  isProven?: boolean;
  /** Since when nothing is heard, as people were told. */
  deafSince?: number;
  exitedAt?: number;
  /** Ends of the process since something was heard. */
  exitsInVain?: number;
}

const EXIT_EVERY_MS = 300_000;
const EXIT_SELDOM_MS = 3_600_000;

/** As this or an earlier version wrote it; what was found out in another channel says nothing of this one. */
export function toHearingNote(doc: Json | undefined, channel: string): HearingNote {
  const isRecord = typeof doc === 'object' && doc !== null && !Array.isArray(doc);
  const known = isRecord ? (doc as Partial<HearingNote>) : {};
  if (known.channel === channel) return { ...known, channel };
  return { channel, ...(known.exitedAt !== undefined && { exitedAt: known.exitedAt }) };
}

/** Not more often than every five minutes, and ever more seldom while it does not help: a restart is no cure for everything. */
export function mayExit(
  { exitedAt, exitsInVain = 0 }: Pick<HearingNote, 'exitedAt' | 'exitsInVain'>,
  now: number,
): boolean {
  if (exitedAt === undefined) return true;
  return now - exitedAt >= Math.min(EXIT_SELDOM_MS, EXIT_EVERY_MS * 2 ** Math.max(0, exitsInVain - 1));
}

interface Author {
  bot_id?: unknown;
  user?: unknown;
}

/** Whether an event of the type `message` is about a message of our own: posted, changed or deleted. */
export function isOwnMessage(event: object, us: { botId: string; botUserId: string }): boolean {
  const { message, previous_message: previous } = event as { message?: Author; previous_message?: Author };
  return [event as Author, message, previous].some(
    (author) => author !== undefined && (author.bot_id === us.botId || author.user === us.botUserId),
  );
}
