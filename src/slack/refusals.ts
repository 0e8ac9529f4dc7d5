/** The bot cannot write there: the message goes to the incidents channel instead. */
export const CHANNEL_CLOSED: ReadonlySet<string> = new Set([
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'is_inactive',
  'ekm_access_denied',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'channel_is_limited_access',
  'cannot_dm_bot',
  'messages_tab_disabled',
]);

/** The message is not there to be edited any more: it is posted anew. */
export const MESSAGE_GONE: ReadonlySet<string> = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
]);

/** The message whose thread this belongs to is gone. */
export const THREAD_GONE: ReadonlySet<string> = new Set([
  'thread_not_found',
  'cannot_reply_to_message',
  'restricted_action_thread_locked',
]);
