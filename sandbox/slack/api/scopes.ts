import { contract } from '../contract.ts';
import type { Core } from '../core.ts';
import { toText, type JsonObject } from '../json-object.ts';
import type { Channel } from '../state.ts';
import { SlackError } from './slack-error.ts';

const PREFIX: Record<Channel['kind'], string> = { public: 'channels', private: 'groups', im: 'im' };
const PREFIX_OF_TYPE: Record<string, string> = {
  public_channel: 'channels',
  private_channel: 'groups',
  im: 'im',
  mpim: 'mpim',
};

/** Throws `missing_scope` with what is needed and what was provided. */
export function requireScopes(core: Core, method: string, given: JsonObject): void {
  const { scopes } = core.installed;
  const missing = neededScopes(core, method, given).filter((scope) => !scopes.includes(scope));
  if (missing.length === 0) return;
  throw new SlackError('missing_scope', [], { needed: missing.join(','), provided: scopes.join(',') });
}

function neededScopes(core: Core, method: string, given: JsonObject): string[] {
  const listed = contract[method]?.bot_scopes ?? [];
  if (method === 'conversations.open') return ['im:write'];
  if (method === 'conversations.list') {
    const types = (toText(given['types']) || 'public_channel').split(',');
    return types.map((type) => `${PREFIX_OF_TYPE[type.trim()] ?? 'channels'}:read`);
  }
  if (method.startsWith('chat.post') && ['username', 'icon_emoji', 'icon_url'].some((name) => given[name])) {
    return [...listed, 'chat:write.customize'];
  }
  if (listed.length < 2) return listed;
  // One scope per kind of conversation; a channel that is not there is refused later, as a public one.
  const kind = core.state.channels.get(toText(given['channel']))?.kind ?? 'public';
  return listed.filter((scope) => scope.startsWith(`${PREFIX[kind]}:`));
}
