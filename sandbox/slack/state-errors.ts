/**
 * What a correct app may meet: others changed the world first. Everything else that is refused is the app's mistake.
 * Per method, as `not_found` is nobody's fault for a modal that was just closed, and `channel_not_found` always is one.
 */
const STATE_ERRORS: Record<string, readonly string[]> = {
  // Somebody typed a command where nobody invited the bot, or threw it out since.
  'chat.postMessage': ['is_archived', 'not_in_channel'],
  // … or pressed a button and left the channel.
  'chat.postEphemeral': ['is_archived', 'not_in_channel', 'user_not_in_channel'],
  'chat.update': ['is_inactive', 'message_not_found'],
  'chat.delete': ['message_not_found'],
  'chat.getPermalink': ['message_not_found'],
  'conversations.history': ['not_in_channel'],
  'conversations.replies': ['not_in_channel', 'thread_not_found'],
  'conversations.join': ['is_archived'],
  'conversations.open': ['user_disabled'],
  'files.completeUploadExternal': ['is_archived', 'not_in_channel'],
  'reactions.add': ['already_reacted', 'is_archived', 'message_not_found', 'not_in_channel'],
  'views.publish': ['hash_conflict'],
  'views.push': ['not_found'],
  'views.update': ['hash_conflict', 'not_found'],
};

export const isStateError = (method: string, error: string): boolean =>
  Object.hasOwn(STATE_ERRORS, method) && (STATE_ERRORS[method] ?? []).includes(error);
