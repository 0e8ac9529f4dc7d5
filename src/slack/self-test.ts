import { OpsError } from '../core/errors.ts';
import type { Log } from '../core/ports/log.ts';
import type { SlackWeb } from './web.ts';

interface Message {
  channel: string;
  /** Of the one that stands there; undefined: none yet. */
  ts: string | undefined;
  text: string;
}

/** Writes something of which Slack has to tell us: one message, edited or, if need be, put anew. */
export function createSelfTest({ web, log }: { web: SlackWeb; log: Log }) {
  async function edit(message: Message): Promise<boolean> {
    try {
      await web.call('chat.update', { ...message });
      return true;
    } catch (thrown) {
      // Deleted, or too old to be edited there: a new one.
      const isRefused = thrown instanceof OpsError && thrown.code === 'remote_failed';
      if (isRefused && thrown.details['slackError'] !== undefined) return false;
      throw thrown;
    }
  }

  /** False: Slack did not take it. `keep` is told of a new message before the old one goes. */
  return async function speak(
    message: Message,
    { isAnew, keep }: { isAnew: boolean; keep: (ts: string) => Promise<void> },
  ): Promise<boolean> {
    const { channel, ts, text } = message;
    try {
      if (ts !== undefined && !isAnew && (await edit(message))) return true;
      const posted = await web.call<{ ts: string }>('chat.postMessage', { channel, text });
      await keep(posted.ts);
      if (ts !== undefined) await web.call('chat.delete', { channel, ts }).catch(() => {});
      return true;
    } catch (err) {
      log.warn({ err }, 'self-test could not be written');
      return false;
    }
  };
}
