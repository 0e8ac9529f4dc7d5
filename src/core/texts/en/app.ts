/** The process itself: its status, its terminal verbs, what stops its start. */
export const app = {
  up: (s: { duration: string }) => `Running for ${s.duration}`,
  store: (s: { kind: string }) => `Store: ${s.kind}`,
  slack: (s: { mode: string; isConnected: boolean }) =>
    `Slack: ${s.mode} mode, ${s.isConnected ? 'connected' : 'not connected'}`,
  queue: (s: { age: string | undefined }) =>
    s.age === undefined ? 'Messages: all delivered' : `Messages: the oldest undelivered is ${s.age} old`,
  audit: (s: { sequence: number; hash: string }) => `Audit: ${s.sequence} entries, head ${s.hash}`,
  slackNotConnected: 'not connected',
  databaseNotOpened: (s: { path: string; reason: string }) => `The database ${s.path} cannot be opened: ${s.reason}`,
  databaseNotOpenedHint: 'Check WATCHKEEPER_STORE and the permissions of its folder.',
  databaseNotReachedHint:
    'Check WATCHKEEPER_STORE, that PostgreSQL runs there and lets this machine in, and that the database is there.',
  databaseInUse: (s: { path: string }) => `Another bot is running on the database ${s.path}`,
  databaseInUseHint: 'Stop it first, or give this one a database of its own with WATCHKEEPER_STORE.',
  noCloudflareToken: 'CLOUDFLARE_API_TOKEN: missing; set a token that may edit DNS in the zones of the inventory',

  usage: 'Usage: npx watchkeeper <verb>',
  unknownVerb: (s: { verb: string; nearest: string | undefined }) =>
    `No verb named ${s.verb}.${s.nearest === undefined ? '' : ` Did you mean ${s.nearest}?`}`,
  unknownVerbHint: 'See: npx watchkeeper help',
  valid: (s: { file: string; services: number; hosts: number; people: number }) =>
    `${s.file} is valid: ${s.services} service(s), ${s.hosts} host(s), ${s.people} people.`,
  hostKeyUsage: 'Say which host: npx watchkeeper hostkey <address> [port]',
  hostKeyAdvice:
    'Compare with what the host says of itself (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then pin one of them.',
};
