interface Named {
  /** As written by the person, safe to print. */
  name: string;
}

interface Known extends Named {
  nearest: string | undefined;
  known: readonly string[];
}

const otherwise = ({ nearest, known }: Omit<Known, 'name'>): string => {
  if (nearest !== undefined) return `did you mean "${nearest}"?`;
  return known.length === 0 ? 'nothing is known here' : `known here: ${known.join(', ')}`;
};

export const config = {
  // One problem is `where: what is wrong; what would be right`.
  wrong: {
    missing: 'missing',
    empty: 'empty',
    malformed: 'not well-formed',
    outOfRange: 'out of range',
    unknownValue: 'not a known value',
    text: 'is text',
    number: 'is a number',
    boolean: 'is true or false',
    list: 'is a list',
    mapping: 'is a mapping',
    later: 'not supported yet',
  },
  right: {
    absolutePath: 'write an absolute path, e.g. /srv/.last-sync',
    address: 'write an IP address or a host name',
    alertToken: 'write the secret that the sender must show, e.g. token: "${ALERTMANAGER_TOKEN}"',
    alertType: 'write the kind of sender, e.g. alertmanager, grafana, kibana, generic',
    approvals: 'write a whole number from 0 to 20, or a list such as [{ from: S0DBA, approvals: 1 }]',
    argv: 'write a command as a list of words, e.g. [systemctl, start, app]',
    authoritative: 'write auto or a list of address[:port]',
    channel: "write the channel's id, e.g. C0123ABCD, not its name",
    count: 'write a whole number from 1 to 1000',
    cron: 'write five fields in quotes, e.g. "0 3 * * *"',
    dnsName: 'write a full domain name, e.g. app.example.com',
    duration: 'write a duration such as 90s, 15m, 26h or 2d',
    daysOrEver: 'write days such as 14d, or 0 to keep it for ever',
    durationOrNever: 'write a duration such as 30m, or 0 for never',
    encryption: 'write starttls, tls or none',
    endpoint: 'write address[:port], e.g. 1.1.1.1 or [2001:db8::1]:53',
    followUp: 'write acknowledged or resolved',
    from: 'write the Slack id of a person (U…) or usergroup (S…), or a list of them',
    header: 'write the name of an HTTP header, e.g. x-served-by',
    hostKey: 'write the fingerprint that "watchkeeper hostkey <address>" prints, SHA256: and 43 characters',
    later: 'this comes with a later version; leave it out for now',
    list: 'write a list',
    locale: 'write en or ko',
    mailAddress: 'write one mail address, e.g. oncall@example.com',
    mailPassword: 'write it beside user, e.g. password: "${SMTP_PASSWORD}"',
    mailSender: 'write an address, or a name and an address, e.g. "Watchkeeper <watchkeeper@example.com>"',
    mailUser: 'write the user whose password this is',
    mapping: 'write a mapping of keys',
    matcher: 'write a condition as Alertmanager does, e.g. service="app" or severity=~"critical|error"',
    method: 'write POST, PUT, PATCH or DELETE',
    name: 'use lower case letters, digits and hyphens, starting with a letter or digit',
    path: 'write a path that starts with /, without spaces',
    person: 'write the Slack id of a person (U…)',
    personOrGroup: 'write the Slack id of a person (U…) or of a usergroup (S…)',
    personOrList: 'write the Slack id of a person (U…), or a list of ids that are all this person',
    places: 'write a whole number from 1 to 20',
    port: 'write a whole number from 1 to 65535',
    provider: 'write cloudflare',
    size: 'write a whole number of megabytes',
    socketAddress: 'write address:port, e.g. 203.0.113.10:443',
    stepUp: 'write totp, or leave it out',
    primaryProbe: 'write on-sign, always or never',
    text: 'write text (in quotes if it looks like a number)',
    timezone: 'write a time zone such as Asia/Seoul or UTC',
    tls: 'write verify, insecure, or the path of a CA file',
    ttl: 'write 1 (automatic) or seconds from 30 to 86400',
    url: 'write a URL that starts with http:// or https://',
  },
  meant: (s: { nearest: string }) => ` (did you mean "${s.nearest}"?)`,

  unknownKey: (s: Omit<Known, 'name'>) => `unknown key; ${otherwise(s)}`,
  noSuchHost: (s: Known) => `no host is called "${s.name}"; ${otherwise(s)}`,
  noSuchService: (s: Known) => `no service is called "${s.name}"; ${otherwise(s)}`,
  noSuchPerson: (s: Known) => `"${s.name}" is not the Slack id of anybody in people; ${otherwise(s)}`,
  duplicate: (s: Named & { line: number }) => `"${s.name}" is already in line ${s.line}; write each only once`,
  jumpCircle: (s: { hosts: readonly string[] }) =>
    `jumps in a circle (${s.hosts.join(' → ')}); let one of them be reached directly`,
  notInZone: (s: Named & { zone: string }) =>
    `"${s.name}" is not in the zone "${s.zone}"; write a name that ends in it, or correct dns.zone`,
  sameAsRecord: (s: Named) => `"${s.name}" is the record itself; write another name`,
  sameTargets: (s: Named) => `"${s.name}" is also the target of the primary; write what the standby is reached by`,
  sameMarkers: (s: Named) => `"${s.name}" is also the value of the primary; write what the standby answers`,
  neitherSource: 'neither marker nor command is given; write one of them',
  bothSources: 'marker and command are both given; keep one of them',
  tooManyApprovals: (s: { approvals: number; possible: number }) =>
    `${s.approvals} approvals can never be reached, at most ${s.possible} (who asks never counts); list more approvers or ask for fewer`,
  approversTwice:
    'approvals lists who must approve, and so does approvers; leave approvers out, or make approvals a number',
  noMailServer: 'no server is known that takes mails; write it in alerts.mail',
  passwordInClear: 'the password would cross the network in the clear; write starttls or tls',
  escalationOrder: 'comes before the step above; write the steps in the order of their time',
  noFile: (s: { file: string }) =>
    `no readable file at ${s.file}; correct the path (it starts at the inventory's folder)`,

  notYaml: {
    MISSING_CHAR: 'a closing quote or bracket is missing; close what was opened',
    TAB_AS_INDENT: 'indented with a tab; use spaces',
    BAD_INDENT:
      'wrong indentation, or a bracket above is still open; line it up with its neighbours, or close the bracket',
    BAD_SCALAR_START: 'begins with a reserved character; put the value in quotes',
    BLOCK_AS_IMPLICIT_KEY:
      'a second colon, or a deeper line below a value; put the value in quotes or correct the indentation',
    MULTIPLE_DOCS: 'a second document begins here; keep one document without ---',
    other: 'not readable as YAML; check the indentation, colons and quotes near this line',
  },
  noAnchor: 'alias without an anchor; define it above with &name',
  tagged: 'carries a YAML tag; leave the tag out',
  tooDeep: 'nested too deep or far too large; simplify it',
  keyNotText: 'a key is not plain text; write a word before the colon',
  noVariable: (s: { variable: string }) =>
    `environment variable ${s.variable} is not set; set it, or ${s.variable}_FILE, before the start`,
  variableTwice: (s: { variable: string }) => `${s.variable} and ${s.variable}_FILE are both set; keep one of them`,
  variableFile: (s: { variable: string }) =>
    `the file named by ${s.variable}_FILE cannot be read or is empty; correct the path or its permissions`,
  badVariable: '${ without a name and }; write ${NAME}, or $${ for a plain ${',

  inventoryUnreadable: (s: { file: string }) => `${s.file}: no such file, or it cannot be read`,
  inventoryUnreadableHint:
    'Copy docs/inventory.example.yml there, or set WATCHKEEPER_INVENTORY to the path of your inventory.',
  inventoryHint: 'Correct these lines, then run "npx watchkeeper validate".',

  environment: {
    host: 'not well-formed; write an IP address or a host name to listen on, e.g. 127.0.0.1',
    port: 'not a port; write a whole number from 0 to 65535',
    store: 'not a known kind of store; write sqlite:<path>, e.g. sqlite:./data/watchkeeper.db, or postgres://…',
    storeUrl:
      'not the URL of a PostgreSQL database; write postgres://user:password@host:5432/database, with %40 for @ and %2F for / in the password',
    storeTls: 'unknown sslmode; write verify-full (or require, which checks the same), no-verify, or disable',
    url: 'not a URL; write one that starts with http:// or https://',
    logLevel: 'not a level; write fatal, error, warn, info, debug, trace or silent',
    nodeEnv: 'not known; write production, development or test',
    botTokenMissing: 'missing; set the bot token of your Slack app (xoxb-…)',
    botToken: 'does not look like a bot token; copy the one that starts with xoxb-',
    appToken: 'does not look like an app-level token; copy the one that starts with xapp-',
    signingSecret: 'does not look like a signing secret; copy it from Basic Information, without spaces',
    cloudflareToken: 'does not look like an API token; copy the token alone, without spaces',
    noSlackMode: 'missing; set SLACK_APP_TOKEN (xapp-…) for Socket Mode, or SLACK_SIGNING_SECRET for HTTP',
  },
  environmentHint: 'Correct the environment, then start again.',

  portTaken: (s: { host: string; port: number }) => `Port ${s.port} on ${s.host} is already taken`,
  portTakenHint: 'Stop the program that listens there, or set WATCHKEEPER_PORT to a free port.',
  portForbidden: (s: { host: string; port: number }) => `Not permitted to listen on port ${s.port} of ${s.host}`,
  portForbiddenHint: 'Set WATCHKEEPER_PORT to 1024 or higher.',
  hostNotHere: (s: { host: string }) => `${s.host} is not an address of this machine`,
  hostNotHereHint: 'Set WATCHKEEPER_HOST to 127.0.0.1, 0.0.0.0 or an address that this machine has.',
  checkTimedOut: (s: { seconds: number }) => `no answer within ${s.seconds} s`,
  checkBroke: 'the check itself ended with an error',

  definitionFolder: (s: { folder: string }) => `${s.folder}: no such folder, or it cannot be read`,
  definitionFolderHint: 'Correct the path of the folder.',
  definitionName: (s: { file: string }) => `${s.file}: not a name for a definition`,
  definitionNameHint: 'Use lower case letters, digits and hyphens, starting with a letter, and .ts.',
  definitionBroken: (s: { file: string; reason: string }) => `${s.file}: cannot be loaded: ${s.reason}`,
  definitionBrokenHint: 'Correct the file, or move it out of the folder.',
  definitionExports: (s: { file: string; count: number }) => `${s.file}: ${s.count} exports instead of exactly one`,
  definitionWrong: (s: { file: string; name: string }) =>
    `${s.file}: "${s.name}" is not a definition of this folder's kind`,
  definitionHint: 'Export exactly one definition, as the other files of the folder do.',
};
