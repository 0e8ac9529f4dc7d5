import { formatDuration } from '../../duration.ts';
import { exec } from './exec.ts';

type Site = 'primary' | 'standby';

const list = (names: readonly string[]): string => names.join(', ');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const places = (s: { fromHere: boolean; hosts: readonly string[] }): string =>
  [...(s.fromHere ? ['here'] : []), ...s.hosts].join(' and ');

const ttl = (seconds: number): string => (seconds === 1 ? 'TTL auto' : `TTL ${seconds}`);

export const steps = {
  site: { primary: 'primary', standby: 'standby' },
  noAnswer: {
    refused: 'refused',
    timed_out: 'timed out',
    silent: 'accepted but silent',
    reset: 'cut off',
    unresolved: 'name not found',
    tls: 'certificate or TLS wrong',
    other: 'no answer',
  },
  markerMissing: (s: { header: string }) => `no ${s.header} header`,
  here: 'here',
  from: (s: { place: string }) => `from ${s.place}`,

  unknownHost: (s: { host: string }) => `No host named ${s.host} in the inventory`,
  hostSilent: (s: { host: string; timeoutMs: number }) =>
    `${capital(s.host)} does not answer within ${formatDuration(s.timeoutMs)}`,
  commandFailed: (s: { host: string; command: string; exitCode: number; lastLine: string | undefined }) =>
    `\`${s.command}\` on ${s.host} ended with ${s.exitCode}${s.lastLine === undefined ? '' : `: ${s.lastLine}`}`,
  commandKilled: (s: { host: string; command: string; signal: string; lastLine: string | undefined }) =>
    `\`${s.command}\` on ${s.host} was ended by ${s.signal}${s.lastLine === undefined ? '' : `: ${s.lastLine}`}`,
  commandFailedHint: 'Run it on the host by hand to see why.',

  probeTitle: (s: { site: Site }) => `Probe ${s.site}`,
  probeDescribe: {
    down: (s: { service: string; site: Site }) =>
      `Check from several places that the ${s.site} of ${s.service} is down`,
    up: (s: { service: string; site: Site }) => `Check that the ${s.site} of ${s.service} answers`,
    upFor: (s: { service: string; site: Site; forMs: number }) =>
      `Check that the ${s.site} of ${s.service} answers for ${formatDuration(s.forMs)} without a break`,
    reachable: (s: { service: string; site: Site }) =>
      `Check that the host of the ${s.site} of ${s.service} answers over SSH`,
  },
  tcpOpen: (s: { port: number }) => `tcp ${s.port} open`,
  tcpFailed: (s: { port: number; reason: string }) => `tcp ${s.port} ${s.reason}`,
  sshAnswers: 'ssh answers',
  sshFailed: (s: { reason: string }) => `ssh ${s.reason}`,
  sshNoBanner: 'ssh port speaks something else',
  probeVerdict: { up: 'up', down: 'down', reachable: 'reachable' },
  probeSummary: (s: { verdict: string; parts: readonly string[]; seenFrom: readonly string[] }) =>
    `${s.verdict}: ${list(s.parts)}${s.seenFrom.length === 0 ? '' : ` (${s.seenFrom.map((name) => `from ${name}`).join(', ')})`}`,
  probeHttpOk: (s: { site: Site; service: string; text: string; place: string }) =>
    `${capital(s.site)} of ${s.service} answers ${s.place}: ${s.text}`,
  probeHttpOkHint: (s: { service: string }) => `Use /switchover ${s.service} to move a service that is well.`,
  probeNotUp: (s: { site: Site; service: string; parts: readonly string[] }) =>
    `${capital(s.site)} of ${s.service} is not up: ${list(s.parts)}`,
  probeNotUpHint: 'Look at its containers and their logs. A primary that stays down is left with /failover.',
  probeNotReachable: (s: { site: Site; service: string; parts: readonly string[] }) =>
    `Host of the ${s.site} of ${s.service} does not answer over SSH: ${list(s.parts)}`,
  probeNotReachableHint: 'Bring the host back first.',
  probeDidNotStayUp: (s: { site: Site; service: string; text: string; afterMs: number }) =>
    `${capital(s.site)} of ${s.service} did not stay up: ${s.text} after ${formatDuration(s.afterMs)}`,
  probeDidNotStayUpHint: 'Wait until it is stable, then ask again.',
  probeUpFor: (s: { elapsedMs: number; forMs: number }) =>
    `up for ${Math.floor(s.elapsedMs / 1_000)} of ${Math.ceil(s.forMs / 1_000)} s`,
  probeStayedUp: (s: { forMs: number }) => `steady for ${formatDuration(s.forMs)}`,
  probeCouldNotAsk: (s: { host: string; why: string }) => `Not asked from ${s.host}: ${s.why}`,
  probeCurlMissing: 'curl could not be run',
  probeNotSeenFrom: (s: { host: string; text: string }) => `Not well from ${s.host}: ${s.text}`,
  probeOnlyFromHere: 'Nobody else could be asked: seen from here alone',
  certificateEnds: (s: { site: Site; inMs: number }) =>
    s.inMs < 0
      ? `Certificate of the ${s.site} has expired`
      : `Certificate of the ${s.site} expires in ${formatDuration(s.inMs)}`,

  identifyTitle: (s: { host: string }) => `Identify ${s.host}`,
  identifyDescribe: (s: { host: string; hostname: string | undefined; minMemoryMb: number; minDiskMb: number }) =>
    `Check that ${s.host} is ${s.hostname === undefined ? 'the host with the pinned key' : `really ${s.hostname}`} and has ${s.minMemoryMb} MB memory and ${s.minDiskMb} MB disk free`,
  identifySummary: (s: { hostname: string; memory: string; disk: string }) =>
    `${s.hostname}, ${s.memory} free, disk ${s.disk} free`,
  wrongHostname: (s: { host: string; expected: string; found: string }) =>
    `Host ${s.host} calls itself ${s.found || 'nothing'}, not ${s.expected}`,
  wrongHostnameHint: 'Check its address in the inventory, or correct hostname there.',
  tooLittleMemory: (s: { host: string; free: string; needed: string }) =>
    `Too little memory on ${s.host}: ${s.free} free, ${s.needed} needed`,
  tooLittleDisk: (s: { host: string; free: string; needed: string }) =>
    `Too little disk on ${s.host}: ${s.free} free, ${s.needed} needed`,
  tooLittleHint: 'Free some, or lower minMemoryMb or minDiskMb of the host in the inventory.',
  unreadable: (s: { host: string; command: string }) => `Output of \`${s.command}\` on ${s.host} cannot be read`,

  containersTitle: (s: { host: string }) => `Check ${s.host} containers`,
  containersDescribe: (s: { host: string; names: readonly string[] }) =>
    `Check that these run and are healthy on ${s.host}: ${list(s.names)}`,
  containersMayBeStopped: (s: { names: readonly string[] }) => `may be stopped: ${list(s.names)}`,
  containersSummary: (s: { running: number; total: number; stopped: readonly string[] }) =>
    `${s.running} of ${s.total} running, healthy${s.stopped.length === 0 ? '' : `; stopped: ${list(s.stopped)}`}`,
  containersStarting: (s: { names: readonly string[] }) => `waiting for ${list(s.names)} to become healthy`,
  notRunning: (s: { host: string; names: readonly string[] }) => `Not running on ${s.host}: ${list(s.names)}`,
  notRunningHint: (s: { host: string; stopped: readonly string[]; missing: readonly string[] }) =>
    s.missing.length === 0
      ? `Start on ${s.host}: \`docker start ${s.stopped.join(' ')}\`.`
      : `Create on ${s.host} with \`docker compose up -d\`: ${list(s.missing)}.`,
  notHealthy: (s: { host: string; names: readonly string[] }) => `Not healthy on ${s.host}: ${list(s.names)}`,
  stillStarting: (s: { host: string; names: readonly string[]; afterMs: number }) =>
    `Still starting on ${s.host} after ${formatDuration(s.afterMs)}: ${list(s.names)}`,
  readLogsHint: (s: { host: string; name: string }) => `Read on ${s.host}: \`docker logs --tail 50 ${s.name}\`.`,
  restarts: (s: { host: string; counts: readonly string[] }) => `Restarted by Docker on ${s.host}: ${list(s.counts)}`,

  freshnessTitle: 'Data freshness',
  freshnessDescribe: (s: { host: string; source: string; maxAgeMs: number }) =>
    `Read from ${s.host} when data was synced last (${s.source}); at most ${formatDuration(s.maxAgeMs)} is usual`,
  freshnessSummary: (s: { at: string; ageMs: number }) => `last sync ${s.at}, ${formatDuration(s.ageMs)} ago`,
  loss: {
    will: (s: { at: string; ageMs: number }) => `Writes since ${s.at} (${formatDuration(s.ageMs)}) will be missing`,
    would: (s: { at: string; ageMs: number }) =>
      `In a failover now, writes since ${s.at} (${formatDuration(s.ageMs)}) would be missing`,
  },
  syncTooOld: (s: { at: string; ageMs: number; maxAgeMs: number }) =>
    `Last sync ${s.at} is ${formatDuration(s.ageMs)} old, more than ${formatDuration(s.maxAgeMs)}`,
  syncInFuture: (s: { host: string; at: string; aheadMs: number }) =>
    `Last sync on ${s.host} is dated ${s.at}, ${formatDuration(s.aheadMs)} in the future`,
  syncInFutureHint: 'Compare the clocks of the host and of the bot; how old the data is cannot be told.',
  markerFileMissing: (s: { host: string; file: string }) => `No sync marker on ${s.host}: ${s.file}`,
  markerFileMissingHint: 'Run the sync once, or correct data.marker in the inventory.',
  notATime: (s: { host: string; printed: string }) => `Not a time, printed on ${s.host}: "${s.printed}"`,
  notATimeHint: 'Let the command print epoch seconds or an ISO date with its zone.',

  dnsReadTitle: 'Read DNS',
  dnsReadDescribe: (s: { record: string; primaryTarget: string; standbyTarget: string }) =>
    `Read ${s.record} at the DNS provider; it has to be ${s.primaryTarget} or ${s.standbyTarget}`,
  switchSeen: (s: { record: string; content: string; to: string; ttlSeconds: number }) =>
    `${s.record} CNAME ${s.content} → ${s.to}, ${ttl(s.ttlSeconds)}`,
  recordLine: (s: { record: string; type: string; content: string; ttlSeconds: number }) =>
    `${s.record} ${s.type} ${s.content}, ${ttl(s.ttlSeconds)}`,
  notProxied: 'not proxied',
  proxied: 'proxied',
  proxiedWarning: 'The record is proxied: `dig` cannot show where it points',
  foreignRecord: (s: { record: string; content: string; primaryTarget: string; standbyTarget: string }) =>
    `${s.record} points to ${s.content}, which is neither the primary ${s.primaryTarget} nor the standby ${s.standbyTarget}`,
  foreignRecordHint: 'Find out who changed it, then correct the record or the inventory.',
  alreadyThere: (s: { record: string; content: string; site: Site }) =>
    `already on ${s.site}: ${s.record} points to ${s.content}`,

  fenceTitle: (s: { site: Site }) => `Fence ${s.site}`,
  fenceDescribe: (s: { host: string; stop: readonly string[]; commands: readonly string[]; isOptional: boolean }) =>
    `On ${s.host}: ${fenceActs(s)}${s.isOptional ? '; goes on without it when the host is unreachable' : ''}`,
  fenceActs: (s: { host: string; stop: readonly string[]; commands: readonly string[] }) =>
    `${fenceActs(s)} on ${s.host}`,
  fenceNothing: (s: { host: string; stop: readonly string[] }) =>
    `nothing to stop on ${s.host}: ${list(s.stop)} not running`,
  fenceUnreachable: 'cannot fence: unreachable',
  fenceUnreachableWarning: (s: { host: string; site: Site; stop: readonly string[]; why: string }) =>
    `The ${s.site} cannot be fenced (${s.why}). If ${s.host} comes back it may serve and take writes${s.stop.length === 0 ? '' : `: then stop ${list(s.stop)} there`}`,
  fenceDone: (s: { host: string; stopped: readonly string[]; commands: number }) =>
    [
      s.stopped.length === 0 ? `nothing was running on ${s.host}` : `stopped on ${s.host}: ${list(s.stopped)}`,
      ...(s.commands === 0 ? [] : [commandCount(s.commands)]),
    ].join('; '),
  fenceStillRunning: (s: { host: string; names: readonly string[] }) =>
    `Still running on ${s.host} after docker stop: ${list(s.names)}`,
  fenceStillRunningHint: (s: { host: string }) =>
    `Look with \`docker ps --all\` on ${s.host} at what starts them again.`,

  commandsDone: (s: { host: string; count: number }) => `${commandCount(s.count)} on ${s.host}`,

  unfenceTitle: (s: { site: Site }) => `Unfence ${s.site}`,
  resumeTitle: (s: { site: Site }) => `Resume jobs of ${s.site}`,
  unfenceDescribe: (s: { host: string; start: readonly string[]; commands: readonly string[] }) =>
    `On ${s.host}: ${unfenceActs(s)}`,
  unfenceActs: (s: { host: string; start: readonly string[]; commands: readonly string[] }) =>
    `${unfenceActs(s)} on ${s.host}`,
  unfenceNothing: (s: { host: string; start: readonly string[] }) =>
    `nothing to start on ${s.host}: ${list(s.start)} running already`,
  unfenceDone: (s: { host: string; started: readonly string[]; commands: number }) =>
    [
      s.started.length === 0 ? `was running already on ${s.host}` : `started on ${s.host}, healthy: ${list(s.started)}`,
      ...(s.commands === 0 ? [] : [commandCount(s.commands)]),
    ].join('; '),

  switchTitle: 'Switch DNS',
  switchDescribe: (s: { record: string; from: string; to: string; ttlSeconds: number }) =>
    `Point ${s.record} from ${s.from} to ${s.to}, ${ttl(s.ttlSeconds)}`,
  switchDone: (s: { record: string; to: string }) => `${s.record} now points to ${s.to}`,
  switchTtlWarning: (s: { ttlSeconds: number }) =>
    `Resolvers may go on with the old answer for up to ${formatDuration(s.ttlSeconds * 1_000)}, after a change back as well`,

  verifyTitle: 'Verify',
  verifyDescribe: (s: { target: string; resolvers: number; vantage: readonly string[] }) =>
    `${s.target} at the authoritative servers and ${s.resolvers} resolvers, then https from ${places({ fromHere: true, hosts: s.vantage })}`,
  verifyReadBackFailed: (s: { why: string }) => `Not read back at the DNS provider: ${s.why}`,
  verifyChanged: (s: { record: string; content: string; target: string }) =>
    `${s.record} points to ${s.content} at the provider, not to ${s.target}`,
  verifyChangedHint: 'Find out who changed it: see the comment of the record at the provider.',
  verifyAuthoritative: (s: { done: number; total: number }) => `authoritative ${s.done} of ${s.total}`,
  verifyOldFor: (s: { server: string; seconds: number }) => `${s.server} old for ${s.seconds} s more`,
  verifySilent: (s: { server: string }) => `${s.server} does not answer`,
  verifySilentWarning: (s: { servers: readonly string[] }) => `No answer from ${list(s.servers)}: not verified there`,
  verifyNobodyAnswers: (s: { servers: readonly string[] }) => `No DNS server answers: ${list(s.servers)}`,
  verifyNobodyAnswersHint: 'Check that the bot reaches port 53 outside, then retry.',
  verifyNoServers: (s: { zone: string }) => `No DNS server is known for ${s.zone}`,
  verifyNoServersHint: 'Name dns.authoritative or dns.resolvers of the service in the inventory.',
  verifyStillOld: (s: { record: string; target: string; answers: readonly string[]; afterMs: number }) =>
    `${s.record} is not ${s.target} everywhere after ${formatDuration(s.afterMs)}: ${list(s.answers)}`,
  verifyStillOldHint: (s: { service: string }) => `Look with /dns ${s.service}, then retry or roll back.`,
  verifyAnswers: (s: { server: string; text: string }) => `${s.server} says ${s.text}`,
  verifyNoAddress: (s: { target: string }) => `No resolver gives an address for ${s.target}`,
  verifyHttpFailed: (s: { url: string; address: string; text: string; site: Site }) =>
    `${s.url} is not served by the ${s.site} at ${s.address}: ${s.text}`,
  verifyHttpFailedHint: 'Look at the containers of that site; rolling back sets the record to what it was.',
  verifyTakesWrites: (s: { method: string; path: string; text: string }) =>
    `Standby does not refuse writes: ${s.method} ${s.path} gives ${s.text}`,
  verifyTakesWritesHint: 'Make the standby read-only before users write there.',
  verifyProxiedNoMarker: 'The record is proxied and the service has no marker: which site answers cannot be told',
  verifyVantageFailed: (s: { host: string; text: string }) => `Not verified from ${s.host}: ${s.text}`,
  verifySummary: (s: {
    authoritative: number;
    resolvers: number;
    isProxied: boolean;
    scheme: string;
    hosts: readonly string[];
    refusesWrites: boolean;
  }) =>
    [
      ...(s.isProxied
        ? ['provider read back (proxied: `dig` cannot show it)']
        : [
            `${s.authoritative} authoritative ${s.authoritative === 1 ? 'server' : 'servers'}`,
            `${s.resolvers} ${s.resolvers === 1 ? 'resolver' : 'resolvers'}`,
          ]),
      `${s.scheme} from ${places({ fromHere: true, hosts: s.hosts })}`,
      ...(s.refusesWrites ? ['writes refused'] : []),
    ].join(', '),

  dnsShowTitle: 'Ask DNS servers',
  dnsShowDescribe: (s: { record: string; resolvers: number }) =>
    `Ask the authoritative servers and ${s.resolvers} resolvers where ${s.record} points`,
  dnsShowLine: (s: { server: string; text: string; meaning: string; ttlSeconds: number }) =>
    `${s.server}  ${s.text}  TTL ${s.ttlSeconds}  ${s.meaning}`,
  dnsShowSilent: (s: { server: string }) => `${s.server}  no answer`,
  dnsShowAuthoritative: 'Authoritative servers',
  dnsShowResolvers: 'Resolvers',
  dnsShowGroup: (s: { label: 'authoritative' | 'resolvers'; parts: readonly string[] }) =>
    `${s.label}: ${list(s.parts)}`,
  dnsShowCount: (s: { count: number; meaning: string }) => `${s.count} ${s.meaning}`,
  dnsShowMeaning: { primary: 'primary', standby: 'standby', neither: 'neither site', silent: 'silent' },
  dnsShowForeign: (s: { servers: readonly string[] }) => `Neither site at ${list(s.servers)}`,
  dnsShowNoAuthoritative: (s: { zone: string }) => `Authoritative servers of ${s.zone} could not be found`,

  notifyTitle: 'Notify',
  notifyDescribe: (s: { service: string }) => `Tell the incidents channel where ${s.service} runs now`,
  notifySummary: 'announced in the incidents channel',
  announceMoved: {
    failover: (s: { service: string }) => `*${s.service} now runs on its standby site* (failover).`,
    switchover: (s: { service: string }) => `*${s.service} now runs on its standby site* (planned switchover).`,
    failback: (s: { service: string }) => `*${s.service} runs on its primary site again* (failback).`,
  },
  announceBy: (s: { person: string; run: string }) => `Asked for by ${s.person}, \`${s.run}\`.`,
  announceDataAsOf: (s: { at: string }) => `Its data is as of ${s.at}; later writes are missing.`,
  announceReadOnly: 'It is read-only there.',
  announceWritesStay: 'What is written there is not copied back by itself.',
  announceWayBack: (s: { service: string }) => `To go back when the primary is well: \`/failback ${s.service}\`.`,
  failbackWarning: 'What was written on the standby meanwhile stays there: it is not copied to the primary',
  announceStandbyWrites: 'What was written on the standby meanwhile is still there and was not copied.',

  copyData: 'Copy last data',
  ...exec,
};

function fenceActs({ stop, commands }: { stop: readonly string[]; commands: readonly string[] }): string {
  return [
    ...(stop.length === 0 ? [] : [`stop ${list(stop)}`]),
    ...commands.map((command) => `run \`${command}\``),
  ].join(', ');
}

function unfenceActs({ start, commands }: { start: readonly string[]; commands: readonly string[] }): string {
  return [
    ...commands.map((command) => `run \`${command}\``),
    ...(start.length === 0 ? [] : [`start ${list(start)}`]),
  ].join(', ');
}

function commandCount(count: number): string {
  return count === 1 ? '1 command run' : `${count} commands run`;
}
