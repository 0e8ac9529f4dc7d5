/**
 * Every Web API method that is called, and whether a lost answer leaves something behind. The test of manifest.yml
 * holds its scopes against these names.
 */
export const WEB_METHODS = {
  'auth.test': 'read',
  'chat.postMessage': 'write',
  'chat.update': 'write',
  'chat.delete': 'write',
  'chat.postEphemeral': 'write',
  'chat.getPermalink': 'read',
  'conversations.history': 'read',
  'conversations.replies': 'read',
  'files.getUploadURLExternal': 'read',
  'files.completeUploadExternal': 'write',
  'usergroups.users.list': 'read',
  'users.info': 'read',
  'views.open': 'write',
  'views.publish': 'write',
} as const;

export type WebMethod = keyof typeof WEB_METHODS;
