import { expect, test } from 'vitest';
import { changeExample, findProblems, lineOf, readExample } from './example.ts';

type Change = readonly [from: string, to: string];

/** [what is changed, text of the line that is blamed, key, message] */
const CASES: readonly (readonly [Change | readonly Change[], line: string, key: string, message: string])[] = [
  [['hostname: home', 'hostnam: home'], 'hostnam:', 'hosts.home.hostnam', 'unknown key; did you mean "hostname"?'],
  [['vantage: [standby]', 'zzz: 1'], 'zzz: 1', 'services.nextuse.zzz', 'unknown key; known here: vantage'],
  [["token: '${K", "tokn: '${K"], 'tokn:', 'alerts.sources.kibana.tokn', 'unknown key; did you mean "token"?'],
  [['locale: en', 'locale: fr'], 'locale:', 'locale', 'not a known value; write en or ko'],
  [
    ['Asia/Seoul', 'Asia/Soul'],
    'Asia/Soul',
    'timezone',
    'not well-formed; write a time zone such as Asia/Seoul or UTC',
  ],
  [
    ['audit: C0AUDIT', 'audit: "#audit"'],
    '#audit',
    'slack.channels.audit',
    "not well-formed; write the channel's id, e.g. C0123ABCD, not its name",
  ],
  [
    ['incidents: C0INCIDENTS', 'incidents:'],
    'incidents:',
    'slack.channels.incidents',
    "empty; write the channel's id, e.g. C0123ABCD, not its name",
  ],
  [['port: 22', 'port: 70000'], 'port:', 'hosts.home.port', 'out of range; write a whole number from 1 to 65535'],
  [['port: 22', 'port: "22"'], 'port:', 'hosts.home.port', 'is text; write a whole number from 1 to 65535'],
  [
    ['hostname: home-server', 'hostname: 42'],
    'hostname: 42',
    'hosts.home.hostname',
    'is a number; write text (in quotes if it looks like a number)',
  ],
  [
    ['203.0.113.10\n', '203.0.113.300\n'],
    '203.0.113.300',
    'hosts.home.address',
    'not well-formed; write an IP address or a host name',
  ],
  [
    ['SHA256:3Ypb', 'MD5:3Ypb'],
    'MD5:',
    'hosts.home.hostKey',
    'not well-formed; write the fingerprint that "watchkeeper hostkey <address>" prints, SHA256: and 43 characters',
  ],
  [
    ['    hostKey: SHA256:Ax0uW1vGq7cMZkZ2yS8nqkz9rVYxX5m1bq3H6o4tP0E\n', ''],
    '  standby:\n',
    'hosts.standby.hostKey',
    'missing; write the fingerprint that "watchkeeper hostkey <address>" prints, SHA256: and 43 characters',
  ],
  [['jump: null', 'jump: hom'], 'jump:', 'hosts.standby.jump', 'no host is called "hom"; did you mean "home"?'],
  [
    ['jump: null', 'jump: standby'],
    'jump:',
    'hosts.standby.jump',
    'jumps in a circle (standby → standby); let one of them be reached directly',
  ],
  [
    [
      ['hostname: home-server', 'jump: standby'],
      ['jump: null', 'jump: home'],
    ],
    'jump: standby',
    'hosts.home.jump',
    'jumps in a circle (home → standby → home); let one of them be reached directly',
  ],
  [
    ['  kibana:', '  Kibana_1:'],
    'Kibana_1:',
    'alerts.sources.Kibana_1',
    'not well-formed; use lower case letters, digits and hyphens, starting with a letter or digit',
  ],
  [
    ['host: home\n', 'host: hime\n'],
    'host: hime',
    'services.nextuse.primary.host',
    'no host is called "hime"; did you mean "home"?',
  ],
  [
    ['vantage: [standby]', 'vantage: [office]'],
    'vantage:',
    'services.nextuse.vantage[0]',
    'no host is called "office"; known here: home, standby',
  ],
  [
    ['sync: { host: home', 'sync: { host: hoem'],
    'sync:',
    'services.nextuse.data.sync.host',
    'no host is called "hoem"; did you mean "home"?',
  ],
  [
    ['record: nextuse.jin7942.co.kr', 'record: nextuse.example.com'],
    'record:',
    'services.nextuse.dns.record',
    '"nextuse.example.com" is not in the zone "jin7942.co.kr"; write a name that ends in it, or correct dns.zone',
  ],
  [
    ['canary: nextuse-drill.', 'canary: nextuse.'],
    'canary:',
    'services.nextuse.dns.canary',
    '"nextuse.jin7942.co.kr" is the record itself; write another name',
  ],
  [
    ['target: jin-backup.jin7942.co.kr', 'target: JFREE.iptime.org.'],
    'JFREE',
    'services.nextuse.standby.target',
    '"JFREE.iptime.org." is also the target of the primary; write what the standby is reached by',
  ],
  [
    ['provider: cloudflare', 'provider: cloudflair'],
    'provider:',
    'services.nextuse.dns.provider',
    'not a known value; write cloudflare (did you mean "cloudflare"?)',
  ],
  [
    ['ttl: 120', 'ttl: 5'],
    'ttl:',
    'services.nextuse.dns.ttl',
    'out of range; write 1 (automatic) or seconds from 30 to 86400',
  ],
  [
    ["'8.8.8.8'", "'8.8.8.8:99999'"],
    'resolvers:',
    'services.nextuse.dns.resolvers[1]',
    'not well-formed; write address[:port], e.g. 1.1.1.1 or [2001:db8::1]:53',
  ],
  [
    ['authoritative: auto', 'authoritative: automatic'],
    'authoritative:',
    'services.nextuse.dns.authoritative',
    'is text; write auto or a list of address[:port]',
  ],
  [
    ['marker: { header: x-served-by, primary: home', 'marker: { header: x-served-by, primary: standby'],
    'x-served-by',
    'services.nextuse.marker.standby',
    '"standby" is also the value of the primary; write what the standby answers',
  ],
  [
    ['url: https://nextuse.jin7942.co.kr/ #', 'url: nextuse.jin7942.co.kr #'],
    'url: nextuse',
    'services.nextuse.url',
    'not well-formed; write a URL that starts with http:// or https://',
  ],
  [
    ["connect: '198.51.100.7:443'", 'connect: 198.51.100.7'],
    'connect: 198.51.100.7,',
    'services.nextuse.standby.probe.connect',
    'not well-formed; write address:port, e.g. 203.0.113.10:443',
  ],
  [
    ['tls: verify #', 'tls: verfy #'],
    'verfy',
    'services.nextuse.tls',
    'not well-formed; write verify, insecure, or the path of a CA file',
  ],
  [
    ['stop: [jin-gateway], ', 'stop: [jin-gateway], readOnly: {}, '],
    'readOnly',
    'services.nextuse.primary.fence.readOnly',
    'not supported yet; this comes with a later version; leave it out for now',
  ],
  [
    ['commands: [[sudo, systemctl, stop, nightly-sync.timer]]', 'commands: [sudo systemctl]'],
    'sudo systemctl]',
    'services.nextuse.primary.fence.commands[0]',
    'is text; write a list',
  ],
  [
    ['maxAge: 26h', 'maxAge: 26 hours'],
    'maxAge:',
    'services.nextuse.data.maxAge',
    'not well-formed; write a duration such as 90s, 15m, 26h or 2d',
  ],
  [
    ['expires: 15m', 'expires: 900'],
    'expires:',
    'policies.destructive.expires',
    'is a number; write a duration such as 90s, 15m, 26h or 2d',
  ],
  [
    ['marker: /srv/.last-sync', 'command: [date]\n      marker: /srv/.last-sync'],
    'marker: /srv',
    'services.nextuse.data.marker',
    'marker and command are both given; keep one of them',
  ],
  [
    ['      marker: /srv/.last-sync\n', ''],
    '    data:',
    'services.nextuse.data',
    'neither marker nor command is given; write one of them',
  ],
  [
    ['method: POST', 'method: GET'],
    'method:',
    'services.nextuse.readOnlyCheck.method',
    'not a known value; write POST, PUT, PATCH or DELETE',
  ],
  [
    ['slack: U0MINA', 'slack: mina'],
    'slack: mina',
    'people[1].slack',
    'not well-formed; write the Slack id of a person (U…)',
  ],
  [
    ['account: mina', 'account: jin'],
    'name: mina',
    'people[1].account',
    `"jin" is already in line ${lineOf(readExample(), 'name: jin')}; write each only once`,
  ],
  [
    ['allowed: [U0JIN]', 'allowed: [U0JINN]'],
    'allowed:',
    'policies.breakGlass.allowed[0]',
    '"U0JINN" is not the Slack id of anybody in people; did you mean "U0JIN"?',
  ],
  [
    ['approvals: 1, approvers: [U0JIN, U0MINA, S0ONCALL]', 'approvals: 3, approvers: [U0JIN, U0MINA]'],
    'approvals: 3',
    'policies.destructive.approvals',
    '3 approvals can never be reached, at most 2 (who asks never counts); list more approvers or ask for fewer',
  ],
  [
    [
      ['approvals: 1, approvers: [U0JIN, U0MINA, S0ONCALL]', 'approvals: 2, approvers: [U0JIN, U0MINA]'],
      ['operators: [S0ONCALL, U0JIN, U0MINA]', 'operators: [U0JIN, U0MINA]'],
    ],
    'approvals: 2',
    'policies.destructive.approvals',
    '2 approvals can never be reached, at most 1 (who asks never counts); list more approvers or ask for fewer',
  ],
  [
    ["service: nextuse, cron: '0 3", "service: nextus, cron: '0 3"],
    'service: nextus,',
    'schedules[0].service',
    'no service is called "nextus"; did you mean "nextuse"?',
  ],
  [
    ["'0 3 * * *'", "'0 3 *'"],
    "'0 3 *'",
    'schedules[0].cron',
    'not well-formed; write five fields in quotes, e.g. "0 3 * * *"',
  ],
  [
    ['type: kibana', 'type: kibanna'],
    'kibanna',
    'alerts.sources.kibana.type',
    'not a known value; write the kind of sender, e.g. alertmanager, grafana, kibana, generic (did you mean "kibana"?)',
  ],
  [
    ['port: 22', 'port: 22\n    port: 23'],
    'port: 23',
    'hosts.home.port',
    `"port" is already in line ${lineOf(readExample(), 'port: 22')}; write each only once`,
  ],
  [
    ["token: '${K", "token: '${KB"],
    'KB',
    'alerts.sources.kibana.token',
    'environment variable KBIBANA_TOKEN is not set; set it, or KBIBANA_TOKEN_FILE, before the start',
  ],
  [
    ['user: deploy', 'user: "${}"'],
    '"${}"',
    'hosts.home.user',
    '${ without a name and }; write ${NAME}, or $${ for a plain ${',
  ],
];

test.each(CASES)('%j', (changes, blamed, key, message) => {
  const list = (typeof changes[0] === 'string' ? [changes] : changes) as Change[];
  const text = changeExample(...list);
  expect(findProblems(text)).toEqual([`inventory.yml:${lineOf(text, blamed)}: ${key}: ${message}`]);
});
