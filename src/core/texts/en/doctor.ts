import { formatDuration } from '../../duration.ts';

type Policy = 'destructive' | 'write' | 'breakGlass';
const list = (names: readonly string[]): string => names.join(', ');
const policies: Record<Policy, string> = {
  destructive: 'policies.destructive',
  write: 'policies.write',
  breakGlass: 'policies.breakGlass',
};

/** What `watchkeeper doctor` finds, each with what to do about it. */
export const doctor = {
  level: { ok: 'ok  ', warn: 'warn', fail: 'FAIL' },
  fix: (s: { fix: string }) => `       → ${s.fix}`,
  summary: (s: { ok: number; warn: number; fail: number }) =>
    `${s.ok} ok, ${s.warn} to look at, ${s.fail} to mend${s.fail === 0 ? '' : ': the bot will not work as it should'}.`,
  late: (s: { seconds: number }) => `no answer within ${s.seconds} s`,
  lateFix: 'Check the network from this machine, then run doctor again.',
  broke: (s: { reason: string }) => `the check itself broke: ${s.reason}`,

  configuration: (s: { file: string }) => `environment and ${s.file} are valid`,
  runbooks: (s: { count: number; steps: number }) => `${s.count} runbooks and ${s.steps} step types can be loaded`,
  planBroken: (s: { runbook: string; service: string; reason: string }) =>
    `runbook ${s.runbook} cannot be planned for ${s.service}: ${s.reason}`,
  planBrokenHint: 'Correct the runbook, or the inventory that it plans from.',
  storeWritable: (s: { path: string }) => `${s.path} can be written`,
  storeNew: (s: { path: string }) => `${s.path} will be made at the first start`,
  storeNotWritable: (s: { path: string; reason: string }) => `${s.path} cannot be written: ${s.reason}`,
  storeNotWritableFix: 'Let the user of the bot write the database and its folder.',
  postgres: (s: { place: string; version: string; hasTables: boolean }) =>
    `${s.place}: PostgreSQL ${s.version} answers and can be written${s.hasTables ? '' : '; tables will be made at the first start'}`,
  postgresReadOnly: (s: { place: string }) => `${s.place} answers, but cannot be written: it is read-only`,
  postgresReadOnlyFix: 'Point WATCHKEEPER_STORE to the primary server, not to a copy that follows it.',
  postgresPlain: 'the connection to the database is not encrypted',
  postgresPlainFix:
    'Add ?sslmode=verify-full to WATCHKEEPER_STORE, and &sslrootcert=<file> for an authority of your own.',
  chainWhole: (s: { entries: number; hash: string }) =>
    `${s.entries} entries, head ${s.hash}; compare it with the audit channel`,
  chainEmpty: 'no entries yet',
  chainBroken: (s: { sequence: number; why: string }) => `the chain breaks at entry ${s.sequence}: ${s.why}`,
  chainBrokenFix: 'Keep the file as it is, see "npx watchkeeper audit verify", and find out who could write it.',
  disk: (s: { free: string; path: string }) => `${s.free} free at ${s.path}`,
  diskFix: 'Free space: what cannot be written down is not done.',
  clock: (s: { source: string; seconds: number }) =>
    s.seconds === 0
      ? `as ${s.source} says`
      : `${Math.abs(s.seconds)} s ${s.seconds > 0 ? 'ahead of' : 'behind'} ${s.source}`,
  clockFix: 'Let NTP set the clock of this machine (timedatectl set-ntp true): signatures are good for 5 minutes.',
  running: (s: { address: string }) => `a bot answers at ${s.address}`,
  portFree: (s: { address: string }) => `${s.address} is free`,
  portTakenBy: (s: { address: string }) => `something that is no bot listens at ${s.address}`,
  wideOpen: (s: { host: string }) => `listens at ${s.host}, for everybody who reaches this machine`,
  wideOpenFix: 'Keep the port behind a firewall or a reverse proxy: /metrics and /readyz have no login.',

  slackToken: (s: { team: string; user: string }) => `accepted in ${s.team} as @${s.user}`,
  slackTokenRefused: (s: { error: string }) => `Slack does not accept the bot token (${s.error})`,
  slackTokenFix: 'Put the token of the installed app (xoxb-…) into SLACK_BOT_TOKEN.',
  scopes: (s: { count: number }) => `all ${s.count} of the manifest are granted`,
  scopesMissing: (s: { scopes: string }) => `not granted: ${s.scopes}`,
  scopesFix: 'Update the app from manifest.yml, then reinstall it to the workspace.',
  scopesUnknown: 'Slack does not say which scopes are granted',
  scopesMore: (s: { scopes: string }) => `granted and not needed: ${s.scopes}`,
  scopesMoreFix: 'Take them away from the app: what it may not do, nobody can do with its token.',
  appToken: 'Socket Mode connections can be opened',
  appTokenRefused: (s: { error: string }) => `Slack does not accept the app-level token (${s.error})`,
  appTokenFix: 'Make an app-level token with connections:write (Basic Information) and put it into SLACK_APP_TOKEN.',
  channel: (s: { name: string; id: string }) => `${s.name} ${s.id} can be read and written`,
  channelRefused: (s: { name: string; id: string; error: string }) => `${s.name} ${s.id}: ${s.error}`,
  channelFix: (s: { id: string }) =>
    `Invite the bot into the channel (/invite @watchkeeper), or correct the id ${s.id}.`,
  noAuditChannel: 'no audit channel: whoever rewrites the trail is contradicted by nobody',
  noAuditChannelFix: 'Set slack.channels.audit in the inventory.',
  usergroup: (s: { id: string; count: number }) => `${s.id} has ${s.count} member(s)`,
  usergroupEmpty: (s: { id: string }) => `${s.id} has nobody in it`,
  usergroupRefused: (s: { id: string; error: string }) => `${s.id} cannot be read: ${s.error}`,
  usergroupFix: 'Correct the id in policies, or put people into the group in Slack.',
  people: (s: { count: number }) => `all ${s.count} are in the workspace`,
  person: (s: { name: string; id: string; error: string }) => `${s.name} ${s.id}: ${s.error}`,
  personGone: 'deactivated',
  personBot: 'is a bot',
  personFix: 'Correct the id in people, or take the person out of the inventory.',
  peopleNotAsked: (s: { count: number }) => `whether all ${s.count} exist is not known: the app has no users:read`,

  noCloudflareToken: 'CLOUDFLARE_API_TOKEN is missing',
  noCloudflareTokenFix:
    'Make a token with Zone → Zone → Read and Zone → DNS → Edit for the zones of the inventory, and for no other.',
  cloudflareToken: (s: { status: string }) => `the token is ${s.status}`,
  cloudflareTokenUnverified: (s: { status: number }) =>
    `Cloudflare does not say whether the token is active (HTTP ${s.status}); the record tells`,
  cloudflareTokenEarly: (s: { notBefore: string }) => `the token is not good before ${s.notBefore}`,
  cloudflareTokenExpires: (s: { expiresOn: string }) => `the token ends on ${s.expiresOn}`,
  cloudflareTokenExpiresFix: 'Make a new token before, and restart the bot with it; better one without an end.',
  record: (s: { record: string; content: string; ttl: number }) => `${s.record} CNAME ${s.content}, TTL ${s.ttl}`,
  recordForeign: (s: { record: string; content: string }) =>
    `${s.record} points to ${s.content}, which is neither site of the inventory`,
  recordForeignFix: 'Correct primary.target or standby.target, or the record: a failover would be refused.',
  recordSlow: (s: { record: string; content: string; ttl: number; wanted: number }) =>
    `${s.record} CNAME ${s.content}, TTL ${s.ttl === 1 ? 'auto' : s.ttl} where the inventory says ${s.wanted}: a failover reaches users later`,
  recordSlowFix: (s: { wanted: number }) =>
    `Set the TTL of the record to ${s.wanted}; the first switch does it, too late.`,
  zoneUnseen: (s: { zone: string }) => `the token does not see the zone ${s.zone}`,
  mayEdit: (s: { zone: string }) => `the token's policies let it edit DNS in ${s.zone}`,
  mayNotEdit: (s: { zone: string }) => `the token may read DNS in ${s.zone} and not edit it`,
  editUnknown: (s: { zone: string }) =>
    `whether the token may edit DNS in ${s.zone} cannot be told without writing; the first switch will show it`,
  editUnknownFix:
    'Run npx watchkeeper doctor --try-write once after each new token: it sends each record its own name, type and TTL.',
  reachesMore: (s: { count: number; zones: string }) =>
    `the token reaches ${s.count} zone(s) that the inventory does not have: ${s.zones}`,
  reachesMoreFix: 'Limit the token to the zones of the inventory (Zone Resources → Include → Specific zone).',
  writeDone: (s: { record: string }) => `${s.record} was sent its own name, type and TTL: the token may edit`,
  writeRefused: (s: { record: string; code: number }) =>
    `the token may not edit ${s.record} (Cloudflare's code ${s.code})`,
  writeFailed: (s: { record: string; status: number; code: number }) =>
    `Cloudflare did not take ${s.record}'s own values (HTTP ${s.status}, code ${s.code})`,
  writeFailedFix: 'Look at the record in the dashboard, and at cloudflarestatus.com; then try again.',
  writeNoRecord: (s: { record: string }) => `there is no CNAME ${s.record} that the token can read`,
  writeNotNow: (s: { record: string }) =>
    `${s.record} was left alone: a run holds the service, or everything is frozen`,
  writeNotNowFix: 'Try again when the run has ended and nothing is frozen.',

  hostClock: (s: { seconds: number }) =>
    s.seconds === 0
      ? 'as the clock of this machine'
      : `${Math.abs(s.seconds)} s ${s.seconds > 0 ? 'ahead of' : 'behind'} this machine`,
  hostClockFix: (s: { host: string }) =>
    `Let NTP set the clock of ${s.host} (timedatectl set-ntp true): the age of the data is told by it.`,
  keyFree: 'commands are run as they are asked: the key has no forced command',
  keyForced: (s: { said: string }) => `the key is restricted to a forced command, which answered "${s.said}"`,
  keyForcedFix: (s: { commands: readonly string[] }) =>
    `Let the forced command pass, word by word and with other container names: ${s.commands.join(' · ')}`,
  keyForcedNothing: 'Nothing is called there; keep it restricted.',
  shellTalks: (s: { said: string }) => `the login shell prints into every answer: "${s.said}"`,
  shellTalksFix: 'Print nothing in ~/.bashrc (or its like) where the shell is not interactive.',
  dockerAllowed: (s: { count: number }) => `docker may be used: ${s.count} container(s)`,
  dockerRefused: (s: { said: string }) => `docker does not answer: ${s.said}`,
  dockerMissingFix: (s: { host: string }) =>
    `Install Docker's client on ${s.host}, on the PATH of a shell without login.`,
  dockerDeniedFix: (s: { host: string; user: string }) =>
    `Let the account use Docker's socket, as runs call it without sudo: usermod -aG docker ${s.user} on ${s.host}. That is as much as root.`,
  dockerDownFix: (s: { host: string }) => `Start Docker on ${s.host}: systemctl start docker`,
  dockerOtherFix: (s: { host: string; user: string }) =>
    `Log in to ${s.host} as ${s.user} and run docker ps --all there.`,
  dockerVerb: (s: { verb: string }) => `docker ${s.verb} may be used (asked of a container that does not exist)`,
  dockerVerbRefused: (s: { verb: string; said: string }) => `docker ${s.verb} is not allowed: ${s.said}`,
  dockerVerbSwallowed: (s: { verb: string; said: string }) =>
    `docker ${s.verb} ends well for a container that does not exist ("${s.said}"): something else answers`,
  dockerVerbFix: (s: { verb: string }) =>
    `Allow docker ${s.verb} where it is held back: a wrapper, a proxy of the socket, or an authorization plugin.`,
  containersMissing: (s: { names: string }) => `not there: ${s.names}`,
  containersMissingFix: 'Create the containers, or correct their names in the inventory.',
  commands: (s: { names: readonly string[] }) => `at hand: ${list(s.names)}`,
  commandMissing: (s: { name: string }) => `${s.name} is not there, or may not be executed`,
  commandMissingFix: (s: { host: string; name: string }) =>
    `Install ${s.name} on ${s.host} for the account, or correct the command in the inventory or the runbook.`,
  wantsRoot: (s: { command: string; uid: string }) =>
    `"${s.command}" is for root, and the account has the uid ${s.uid}`,
  wantsRootFix: (s: { command: string }) =>
    `Write it as sudo -n ${s.command} and allow that in sudoers, or give the account the right.`,
  sudoAllowed: (s: { command: string }) => `sudo runs "${s.command}" without a password`,
  sudoRefused: (s: { command: string; said: string }) => `sudo would not run "${s.command}": ${s.said}`,
  sudoAsks: (s: { command: string }) =>
    `sudo would ask for a password before "${s.command}", and nobody is there to type it`,
  sudoUnclear: (s: { command: string }) =>
    `sudo allows "${s.command}"; whether it asks for a password, this version does not say`,
  sudoFix: (s: { command: string; host: string; user: string }) =>
    `On ${s.host}, with visudo: ${s.user} ALL=(root) NOPASSWD: ${s.command} (with the full path of the program)`,
  dataMarker: (s: { at: string; ageMs: number }) => `last sync ${s.at}, ${formatDuration(Math.max(0, s.ageMs))} ago`,
  dataOld: (s: { at: string; ageMs: number; maxAgeMs: number }) =>
    `last sync ${s.at}, ${formatDuration(s.ageMs)} ago; ${formatDuration(s.maxAgeMs)} is the most that should be`,
  dataOldFix: 'See why the copy did not run, and run it; or correct data.maxAge.',
  dataSpace: (s: { host: string; path: string; free: string }) => `${s.free} free at ${s.path} on ${s.host}`,
  dataSpaceFix: (s: { host: string; path: string }) =>
    `Free space at ${s.path} on ${s.host}: the next copy may not fit.`,
  syncPlace: {
    read: (s: { host: string; path: string }) => `${s.path} on ${s.host} can be read`,
    write: (s: { host: string; path: string }) => `${s.path} on ${s.host} can be written`,
  },
  syncPlaceNot: {
    read: (s: { host: string; path: string }) => `${s.path} on ${s.host} cannot be read: the copy would fail`,
    write: (s: { host: string; path: string }) => `${s.path} on ${s.host} cannot be written: the copy would fail`,
  },
  syncPlaceUnknown: (s: { host: string; path: string; said: string }) =>
    `whether ${s.path} on ${s.host} can be used could not be asked: ${s.said}`,
  syncPlaceFix: (s: { host: string; path: string; act: 'read' | 'write'; user: string }) =>
    `Let ${s.user} ${s.act} ${s.path} on ${s.host}, or correct data.sync.`,

  notEnrolled: (s: { person: string; policy: Policy }) =>
    `${s.person} has no authenticator, and ${policies[s.policy]} asks for a code`,
  notEnrolledFix: (s: { person: string }) => `Run npx watchkeeper totp enrol ${s.person}, with ${s.person} beside you.`,
  cannotEnrol: (s: { id: string; policy: Policy }) =>
    `${s.id} may decide by ${policies[s.policy]} and is not in people, so that there can be no authenticator`,
  cannotEnrolFix: (s: { id: string }) =>
    `Add ${s.id} to people in the inventory, then run npx watchkeeper totp enrol <name>; or take ${s.id} out of the policy.`,
  tooFewEnrolled: (s: { policy: Policy; having: number; needed: number }) =>
    `${policies[s.policy]} needs a code from ${s.needed} person(s), and ${s.having} of those named can show one: nobody can decide`,
  tooFewEnrolledFix: (s: { people: readonly string[] }) =>
    `Run ${s.people.map((person) => `npx watchkeeper totp enrol ${person}`).join(', ')}.`,
  allEnrolled: (s: { policy: Policy; count: number }) =>
    `all ${s.count} people of ${policies[s.policy]} have an authenticator`,

  resolver: (s: { server: string; ms: number }) => `${s.server} answers in ${s.ms} ms`,
  answered: (s: { server: string; rcode: string }) => `${s.server} answers ${s.rcode}`,
  resolverFix: 'Correct dns.resolvers: it should be a resolver that users have and that this machine may ask.',
  authoritative: (s: { server: string }) => `${s.server} answers with authority`,
  notAuthoritative: (s: { server: string }) => `${s.server} answers without authority for this name`,
  authoritativeFix: 'Correct dns.authoritative, or write auto.',

  mail: (s: { server: string; user: string | undefined }) =>
    s.user === undefined ? `${s.server} takes mails` : `${s.server} takes mails of ${s.user}`,
  mailInClear: (s: { server: string }) => `mails to ${s.server} cross the network in the clear`,
  mailInClearFix: 'Set alerts.mail.encryption to starttls or tls.',
  mailUnverified: (s: { server: string }) => `nobody checks that it is ${s.server} that answers`,
  mailUnverifiedFix: 'Name the CA file in alerts.mail.tls instead of insecure.',
};
