export const adapters = {
  ssh: {
    noHost: (s: { host: string }) => `No such host: ${s.host}`,
    noHostHint: 'Add it under hosts in the inventory.',
    jumpLoop: (s: { hosts: string }) => `Jump hosts form a circle: ${s.hosts}`,
    closed: 'SSH connections are closed: the bot is stopping',
    badCommand: 'A command needs a program, and no argument may hold a NUL character',
    unreachable: (s: { host: string; address: string; reason: string }) =>
      `${s.host} (${s.address}) not reachable by SSH: ${s.reason}`,
    unreachableHint: 'Check that the host is up and that its address and port in the inventory are right.',
    unreachableHintJump: (s: { jump: string }) => `Check the host itself and the way to it through ${s.jump}.`,
    reasons: {
      refused: 'connection refused',
      noAnswer: (s: { seconds: number }) => `no answer within ${s.seconds} s`,
      noBanner: 'accepts connections but sends no SSH banner',
      noRoute: 'no route to it',
      unresolved: 'its name does not resolve',
      closedEarly: 'closes the connection before the SSH banner',
      reset: 'connection lost',
      slowHandshake: (s: { seconds: number }) => `key exchange not finished within ${s.seconds} s`,
      slowLogin: (s: { seconds: number }) => `login not finished within ${s.seconds} s`,
      silentSession: (s: { seconds: number }) => `connected, but opens no session within ${s.seconds} s`,
      busy: (s: { count: number }) => `${s.count} commands are running there already and none ended in time`,
      incompatible: (s: { detail: string }) => `SSH versions do not fit (${s.detail})`,
      noCommonKey: 'shows no host key of a kind that we accept',
      jumpRefused: (s: { jump: string; detail: string }) => `${s.jump} cannot connect to it (${s.detail})`,
      other: (s: { detail: string }) => s.detail,
    },
    hostKeyChanged: (s: { host: string; address: string; expected: string; got: string }) =>
      `Host key of ${s.host} (${s.address}) is not the pinned one: expected ${s.expected}, got ${s.got}`,
    hostKeyChangedHint: (s: { host: string; address: string }) =>
      `Only if you changed the key yourself, run \`npx watchkeeper hostkey ${s.address}\` and put it at hosts.${s.host}.hostKey; otherwise somebody may be in between.`,
    noHostKeys: (s: { address: string; reason: string }) => `No host key from ${s.address}: ${s.reason}`,
    loginRefused: (s: { host: string; user: string }) => `${s.host} refuses the login as ${s.user}`,
    loginRefusedHint: (s: { host: string; user: string }) =>
      `Add the public part of hosts.${s.host}.privateKey to the authorized_keys of ${s.user} there.`,
    loginRefusedHintAgent: 'Load the key into the agent with ssh-add, or name a key file in the inventory.',
    noKey: (s: { host: string }) => `No key to log in to ${s.host} with`,
    noKeyHint: (s: { host: string }) => `Set hosts.${s.host}.privateKey, or start the bot with an SSH agent.`,
    keyUnusable: (s: { host: string }) =>
      `Key file of ${s.host} is missing, not readable, encrypted or not a private key`,
    keyUnusableHint: (s: { host: string }) =>
      `Check the file at hosts.${s.host}.privateKey; keys with a passphrase belong into an SSH agent.`,
    commandRefused: (s: { host: string; command: string }) => `${s.host} refuses to run \`${s.command}\``,
    commandRefusedHint: (s: { host: string }) =>
      `Check the sshd of ${s.host}: the user must be allowed to run commands, and MaxSessions must not be reached.`,
    timedOut: (s: { host: string; command: string; seconds: number }) =>
      `\`${s.command}\` on ${s.host} took longer than ${s.seconds} s`,
    lost: (s: { host: string; command: string }) => `Connection to ${s.host} lost while \`${s.command}\` was running`,
    outcomeHint: (s: { host: string }) => `Check on ${s.host} whether it took effect or still runs.`,
  },
  cloudflare: {
    unreachable: (s: { reason: string }) => `Cloudflare's API not reachable: ${s.reason}`,
    unreachableHint: 'Check https://www.cloudflarestatus.com and the network of the bot.',
    reasons: {
      status: (s: { status: number }) => `it answers with status ${s.status}`,
      notJson: (s: { status: number }) => `it answers with a page instead of data (status ${s.status})`,
      connection: (s: { detail: string }) => `no connection (${s.detail})`,
      notApplied: (s: { reason: string }) => `${s.reason}; the record is unchanged`,
    },
    rateLimited: (s: { seconds: number }) => `Cloudflare limits our requests and may be asked again in ${s.seconds} s`,
    rateLimitedHint: 'Wait; all tokens of the account and its dashboard share one limit.',
    timedOut: (s: { seconds: number }) => `Cloudflare's API gave no complete answer within ${s.seconds} s`,
    noZone: (s: { zone: string }) => `Cloudflare shows this token no zone ${s.zone}`,
    noZoneHint: (s: { zone: string }) => `Check the zone's name, and that the token covers ${s.zone}.`,
    noRecord: (s: { record: string; zone: string }) => `No CNAME record ${s.record} in the zone ${s.zone}`,
    noRecordHint: (s: { record: string }) =>
      `Create the CNAME ${s.record} in Cloudflare's dashboard or correct the inventory.`,
    noToken: 'No API token for Cloudflare',
    noTokenHint: 'Set CLOUDFLARE_API_TOKEN in the environment of the bot.',
    tokenRefused: (s: { zone: string; code: number }) => `Cloudflare refuses the token for ${s.zone} (code ${s.code})`,
    tokenHint: (s: { zone: string }) => `Give the token the permission Zone → DNS → Edit for ${s.zone}.`,
    severalRecords: (s: { record: string; found: string }) => `${s.record} has more than one record: ${s.found}`,
    notCname: (s: { record: string; found: string }) => `${s.record} is not a CNAME: ${s.found}`,
    oneCnameHint: (s: { record: string }) =>
      `Leave exactly one CNAME record for ${s.record} in Cloudflare's dashboard.`,
    changed: (s: { record: string; expected: string; found: string }) =>
      `${s.record} points to ${s.found}, not to ${s.expected} as expected`,
    changedAfter: (s: { record: string; content: string; found: string }) =>
      `${s.record} was set to ${s.content} and now points to ${s.found}`,
    changedHint: 'Find out who changed the record, then make a new plan.',
    emptyContent: (s: { record: string }) => `${s.record} cannot be pointed to nothing`,
    refused: (s: { code: number; detail: string }) => `Cloudflare refuses the request: ${s.detail} (code ${s.code})`,
    refusedHint: 'Correct what it names, then make a new plan.',
    unknown: (s: { record: string; content: string; found: string }) =>
      `Not known whether ${s.record} gets pointed to ${s.content}: no answer to the change; it points to ${s.found} now`,
    unknownUnread: (s: { record: string; content: string }) =>
      `Not known whether ${s.record} was pointed to ${s.content}: no answer to the change, and none to reading it back`,
    unknownHint: (s: { record: string }) => `Look at ${s.record} in Cloudflare's dashboard before anything else.`,
  },
  resolver: {
    unreachable: (s: { server: string; name: string; reason: string }) =>
      `DNS server ${s.server} does not answer for ${s.name}: ${s.reason}`,
    unreachableHint: 'Check the server and that the bot may reach its port 53 by UDP and TCP.',
    reasons: {
      refused: 'connection refused',
      noAnswer: (s: { seconds: number }) => `no answer within ${s.seconds} s`,
      other: (s: { detail: string }) => s.detail,
    },
    badServer: (s: { server: string }) => `Not an address of a DNS server: ${s.server}`,
    badServerHint: 'Write an IP address, with a port if it is not 53: 1.1.1.1, 127.0.0.1:5353 or [::1]:5353.',
    noAuthoritative: (s: { zone: string }) => `No resolver names the authoritative servers of ${s.zone}`,
    noAuthoritativeHint: 'Check the zone and the resolvers in the inventory, or list the authoritative servers there.',
  },
};
