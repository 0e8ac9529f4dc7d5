import type { WorkspaceOptions } from '../../sandbox/slack/options.ts';
import { createSlackWorkspace, type SlackWorkspace } from '../../sandbox/slack/workspace.ts';

/** The workspace of these tests: two people, one group, and each kind of channel. */
export function openWorkspace(options: WorkspaceOptions = {}): Promise<SlackWorkspace> {
  return createSlackWorkspace({
    people: [
      { id: 'U0JIN', name: 'jin' },
      { id: 'U0MINA', name: 'mina' },
      { id: 'U0GONE', name: 'gone', deleted: true },
    ],
    usergroups: [{ id: 'S0ONCALL', handle: 'oncall', users: ['U0JIN'] }],
    channels: [
      { id: 'C0INCIDENTS', name: 'incidents', members: ['U0JIN', 'U0MINA'], botIsMember: true },
      { id: 'C0RANDOM', name: 'random', members: ['U0JIN'] },
      { id: 'G0SECRET', name: 'secret', members: ['U0JIN'], isPrivate: true },
      { id: 'C0OLD', name: 'old', members: ['U0JIN'], botIsMember: true, isArchived: true },
    ],
    ...options,
  });
}
