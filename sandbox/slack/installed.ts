import { contract } from './contract.ts';
import type { WorkspaceOptions } from './options.ts';

/** What the workspace granted to the app. */
export interface Installed {
  readonly scopes: readonly string[];
  hasScope(scope: string): boolean;
  hasCommand(command: string): boolean;
  /** `event` as a manifest names it: `app_mention`, `message.channels`. */
  hasEvent(event: string): boolean;
}

/** Without its scope an event is not delivered, subscribed or not. */
const SCOPE_OF_EVENT: Record<string, string> = {
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  member_joined_channel: 'channels:read',
  member_left_channel: 'channels:read',
  channel_archive: 'channels:read',
  channel_rename: 'channels:read',
  subteam_members_changed: 'usergroups:read',
  user_change: 'users:read',
};

const MAX_COMMANDS = 50;
const MORE_SCOPES = [
  'commands',
  'chat:write.public',
  'chat:write.customize',
  'app_mentions:read',
  'im:write',
  'users:read.email',
];

export function createInstalled(manifest: WorkspaceOptions['manifest'] = {}): Installed {
  const known = Object.values(contract).flatMap((method) => method.bot_scopes);
  const scopes = manifest.scopes ?? [...new Set([...known, ...MORE_SCOPES])];
  if ((manifest.commands?.length ?? 0) > MAX_COMMANDS) throw new Error(`an app has at most ${MAX_COMMANDS} commands`);
  const commands = manifest.commands?.map((command) => (command.startsWith('/') ? command : `/${command}`));
  return {
    scopes,
    hasScope: (scope) => scopes.includes(scope),
    hasCommand: (command) => scopes.includes('commands') && (commands?.includes(command) ?? true),
    hasEvent(event) {
      const scope = SCOPE_OF_EVENT[event];
      if (scope !== undefined && !scopes.includes(scope)) return false;
      return manifest.events?.includes(event) ?? true;
    },
  };
}
