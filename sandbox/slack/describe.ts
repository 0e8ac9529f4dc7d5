import { toSeen } from './person/seen.ts';
import { toSeenView } from './person/modal.ts';
import type { State } from './state.ts';

/** The whole workspace as text, for the message of a test that waited in vain. */
export function describe(state: State): string {
  const channels = [...state.channels.values()].map((channel) => {
    const lines = channel.messages.map((message) => {
      const marks = [
        message.threadTs === undefined ? '' : '  ↳ ',
        message.to === undefined ? '' : `(only ${message.to}) `,
      ];
      return `${marks.join('')}${message.user ?? ''}: ${toSeen(channel, message).plain}`;
    });
    return [`#${channel.name} (${channel.id})`, ...lines].join('\n');
  });
  const views = [...state.views.values()].map((view) => `view of ${view.user}:\n${toSeenView(view).plain}`);
  return [...channels, ...views].join('\n\n');
}
