import type { FaultMode } from '../slack/faults.ts';
import type { SlackWorkspace } from '../slack/workspace.ts';
import { lasting, momentary, planned, type Trouble } from './trouble.ts';

/** What can go wrong with Slack. */
export function createSlackTroubles({ faults }: SlackWorkspace): Trouble[] {
  const next = (name: string, label: string, summary: string, mode: FaultMode, times: number, method = '*'): Trouble =>
    planned('slack', { name, label, summary }, () =>
      faults.failNext(method, { times, mode, ...(mode === 'ratelimited' && { retryAfterSeconds: 3 }) }),
    );
  return [
    next('slack-429', '429', 'Slack answers 429 to the next two calls: again in three seconds', 'ratelimited', 2),
    next('slack-500', '503 three times', 'Slack answers 503 to the next three calls', 'http503', 3),
    next(
      'slack-lost',
      'Applied but lost',
      'Slack posts the next message and its answer is lost',
      'reset-after-apply',
      1,
      'chat.postMessage',
    ),
    next('slack-hang', 'Time-out', 'Slack takes the next call and never answers', 'hang', 1),
    momentary(
      'slack',
      { name: 'slack-disconnect', label: 'Disconnect', summary: 'Slack cuts the bot’s Socket Mode connections' },
      () => faults.disconnectSockets(),
    ),
    momentary(
      'slack',
      {
        name: 'slack-refresh',
        label: 'Socket refresh',
        summary: 'Slack asks the bot to renew one connection, as it does every few hours',
      },
      () => faults.disconnectSockets({ refresh: true, count: 1 }),
    ),
    momentary(
      'slack',
      {
        name: 'slack-rate-notice',
        label: 'Rate notice',
        summary: 'Slack says that it holds back events (app_rate_limited)',
      },
      () => faults.rateLimitNotice(),
    ),
    lasting(
      'slack',
      {
        name: 'slack-deaf',
        label: 'Deaf connections',
        summary: 'the bot’s connections stay open and nothing of what people do comes over them',
      },
      { isOn: () => faults.isDeaf, set: faults.deafen },
    ),
    lasting(
      'slack',
      { name: 'slack-down', label: 'Down', summary: 'Slack does not answer' },
      { isOn: () => faults.isDown, set: faults.down },
    ),
  ];
}
