import { formatDuration } from '../../duration.ts';
import type { steps as English } from '../en/steps.ts';
import { exec } from './exec.ts';

const list = (names: readonly string[]): string => names.join(', ');
const site = { primary: '주 사이트', standby: '예비 사이트' };
const ttl = (seconds: number): string => (seconds === 1 ? 'TTL 자동' : `TTL ${seconds}`);
const places = (hosts: readonly string[]): string => list(['여기', ...hosts]);

export const steps: typeof English = {
  site,
  noAnswer: {
    refused: '거부됨',
    timed_out: '시간 초과',
    silent: '연결되지만 응답 없음',
    reset: '연결 끊김',
    unresolved: '이름을 찾을 수 없음',
    tls: '인증서 또는 TLS 오류',
    other: '응답 없음',
  },
  markerMissing: (s) => `${s.header} 헤더 없음`,
  here: '여기',
  from: (s) => `${s.place}에서`,

  unknownHost: (s) => `인벤토리에 ${s.host} 호스트가 없습니다`,
  hostSilent: (s) => `${s.host} 호스트가 ${formatDuration(s.timeoutMs)} 안에 응답하지 않습니다`,
  commandFailed: (s) =>
    `${s.host} 호스트에서 \`${s.command}\` 명령이 ${s.exitCode} 코드로 끝났습니다${s.lastLine === undefined ? '' : `: ${s.lastLine}`}`,
  commandKilled: (s) =>
    `${s.host} 호스트에서 \`${s.command}\` 명령이 ${s.signal} 시그널로 끝났습니다${s.lastLine === undefined ? '' : `: ${s.lastLine}`}`,
  commandFailedHint: '호스트에서 직접 실행해 원인을 확인하세요.',

  probeTitle: (s) => `${site[s.site]} 확인`,
  probeDescribe: {
    down: (s) => `${s.service} 서비스의 ${site[s.site]} 장애를 여러 곳에서 확인합니다`,
    up: (s) => `${s.service} 서비스의 ${site[s.site]} 응답을 확인합니다`,
    upFor: (s) =>
      `${s.service} 서비스의 ${site[s.site]} 응답이 ${formatDuration(s.forMs)} 동안 끊기지 않는지 확인합니다`,
    reachable: (s) => `${s.service} 서비스의 ${site[s.site]} 호스트가 SSH로 응답하는지 확인합니다`,
  },
  tcpOpen: (s) => `tcp ${s.port} 열림`,
  tcpFailed: (s) => `tcp ${s.port} ${s.reason}`,
  sshAnswers: 'ssh 응답',
  sshFailed: (s) => `ssh ${s.reason}`,
  sshNoBanner: 'ssh 포트에 다른 서비스',
  probeVerdict: { up: '정상', down: '장애', reachable: '접속 가능' },
  probeSummary: (s) =>
    `${s.verdict}: ${list(s.parts)}${s.seenFrom.length === 0 ? '' : ` (${list(s.seenFrom)}에서 확인)`}`,
  probeHttpOk: (s) => `${s.service} 서비스의 ${site[s.site]} 응답이 정상입니다 (${s.place}): ${s.text}`,
  probeHttpOkHint: (s) => `정상인 서비스를 옮기려면 /switchover ${s.service} 명령을 쓰세요.`,
  probeNotUp: (s) => `${s.service} 서비스의 ${site[s.site]} 응답이 정상이 아닙니다: ${list(s.parts)}`,
  probeNotUpHint: '컨테이너와 로그를 확인하세요. 주 사이트가 계속 장애이면 /failover 명령을 쓰세요.',
  probeNotReachable: (s) => `${s.service} 서비스의 ${site[s.site]} 호스트가 SSH로 응답하지 않습니다: ${list(s.parts)}`,
  probeNotReachableHint: '먼저 호스트를 복구하세요.',
  probeDidNotStayUp: (s) =>
    `${s.service} 서비스의 ${site[s.site]} 상태가 안정적이지 않습니다: ${formatDuration(s.afterMs)} 뒤 ${s.text}`,
  probeDidNotStayUpHint: '안정된 뒤에 다시 요청하세요.',
  probeUpFor: (s) => `${Math.ceil(s.forMs / 1_000)}초 중 ${Math.floor(s.elapsedMs / 1_000)}초 동안 정상`,
  probeStayedUp: (s) => `${formatDuration(s.forMs)} 동안 안정`,
  probeCouldNotAsk: (s) => `${s.host} 호스트에서는 확인하지 못했습니다: ${s.why}`,
  probeCurlMissing: 'curl을 실행할 수 없음',
  probeNotSeenFrom: (s) => `${s.host} 호스트에서는 정상이 아닙니다: ${s.text}`,
  probeOnlyFromHere: '다른 곳에서는 확인할 수 없어 여기에서만 확인했습니다',
  certificateEnds: (s) =>
    s.inMs < 0
      ? `${site[s.site]} 인증서가 만료되었습니다`
      : `${site[s.site]} 인증서가 ${formatDuration(s.inMs)} 뒤에 만료됩니다`,

  identifyTitle: (s) => `${s.host} 호스트 식별`,
  identifyDescribe: (s) =>
    `${s.host} 호스트가 ${s.hostname === undefined ? '등록된 키의 호스트인지' : `실제로 ${s.hostname}인지`}, 여유 메모리 ${s.minMemoryMb} MB와 디스크 ${s.minDiskMb} MB가 있는지 확인합니다`,
  identifySummary: (s) => `${s.hostname}, 메모리 여유 ${s.memory}, 디스크 여유 ${s.disk}`,
  wrongHostname: (s) => `${s.host} 호스트의 이름이 ${s.expected}이(가) 아니라 ${s.found || '(없음)'}입니다`,
  wrongHostnameHint: '인벤토리의 주소를 확인하거나 hostname을 고치세요.',
  tooLittleMemory: (s) => `${s.host} 호스트의 메모리가 부족합니다: 여유 ${s.free}, 필요 ${s.needed}`,
  tooLittleDisk: (s) => `${s.host} 호스트의 디스크가 부족합니다: 여유 ${s.free}, 필요 ${s.needed}`,
  tooLittleHint: '공간을 확보하거나 인벤토리에서 호스트의 minMemoryMb 또는 minDiskMb를 낮추세요.',
  unreadable: (s) => `${s.host} 호스트의 \`${s.command}\` 출력을 읽을 수 없습니다`,

  containersTitle: (s) => `${s.host} 컨테이너 확인`,
  containersDescribe: (s) => `${s.host} 호스트에서 다음 컨테이너가 실행 중이고 정상인지 확인합니다: ${list(s.names)}`,
  containersMayBeStopped: (s) => `중지되어 있어도 되는 것: ${list(s.names)}`,
  containersSummary: (s) =>
    `${s.total}개 중 ${s.running}개 실행 중, 정상${s.stopped.length === 0 ? '' : `; 중지됨: ${list(s.stopped)}`}`,
  containersStarting: (s) => `정상 상태를 기다리는 중: ${list(s.names)}`,
  notRunning: (s) => `${s.host} 호스트에서 실행 중이 아닙니다: ${list(s.names)}`,
  notRunningHint: (s) =>
    s.missing.length === 0
      ? `${s.host} 호스트에서 시작하세요: \`docker start ${s.stopped.join(' ')}\``
      : `${s.host} 호스트에서 \`docker compose up -d\`\u200b로 만드세요: ${list(s.missing)}`,
  notHealthy: (s) => `${s.host} 호스트에서 비정상입니다: ${list(s.names)}`,
  stillStarting: (s) => `${s.host} 호스트에서 ${formatDuration(s.afterMs)}가 지나도 시작 중입니다: ${list(s.names)}`,
  readLogsHint: (s) => `${s.host} 호스트에서 로그를 확인하세요: \`docker logs --tail 50 ${s.name}\``,
  restarts: (s) => `${s.host} 호스트에서 Docker가 다시 시작한 컨테이너: ${list(s.counts)}`,

  freshnessTitle: '데이터 최신성',
  freshnessDescribe: (s) =>
    `${s.host} 호스트에서 마지막 동기화 시각을 읽습니다 (${s.source}). 보통 ${formatDuration(s.maxAgeMs)} 이내입니다`,
  freshnessSummary: (s) => `마지막 동기화 ${s.at}, ${formatDuration(s.ageMs)} 전`,
  loss: {
    will: (s) => `${s.at} 이후(${formatDuration(s.ageMs)})에 쓴 데이터는 없어집니다`,
    would: (s) => `지금 장애 조치를 하면 ${s.at} 이후(${formatDuration(s.ageMs)})에 쓴 데이터가 없어집니다`,
  },
  syncTooOld: (s) =>
    `마지막 동기화(${s.at})가 ${formatDuration(s.ageMs)} 전으로, 한도 ${formatDuration(s.maxAgeMs)}을 넘었습니다`,
  syncInFuture: (s) =>
    `${s.host} 호스트의 마지막 동기화 시각이 ${s.at}, 즉 ${formatDuration(s.aheadMs)} 뒤의 미래로 되어 있습니다`,
  syncInFutureHint: '호스트와 봇의 시계를 비교하세요. 데이터가 얼마나 오래되었는지 알 수 없습니다.',
  markerFileMissing: (s) => `${s.host} 호스트에 동기화 표시 파일이 없습니다: ${s.file}`,
  markerFileMissingHint: '동기화를 한 번 실행하거나 인벤토리의 data.marker를 고치세요.',
  notATime: (s) => `${s.host} 호스트의 출력이 시각이 아닙니다: "${s.printed}"`,
  notATimeHint: '명령이 에포크 초 또는 시간대가 있는 ISO 날짜를 출력하게 하세요.',

  dnsReadTitle: 'DNS 읽기',
  dnsReadDescribe: (s) =>
    `DNS 제공자에서 ${s.record} 레코드를 읽습니다. ${s.primaryTarget} 또는 ${s.standbyTarget} 중 하나여야 합니다`,
  switchSeen: (s) => `${s.record} CNAME ${s.content} → ${s.to}, ${ttl(s.ttlSeconds)}`,
  recordLine: (s) => `${s.record} ${s.type} ${s.content}, ${ttl(s.ttlSeconds)}`,
  notProxied: '프록시 안 됨',
  proxied: '프록시됨',
  proxiedWarning: '프록시된 레코드라서 `dig`\u200b로는 어디를 가리키는지 볼 수 없습니다',
  foreignRecord: (s) =>
    `${s.record} 레코드가 ${s.content}을(를) 가리킵니다. 주 사이트 ${s.primaryTarget}도 예비 사이트 ${s.standbyTarget}도 아닙니다`,
  foreignRecordHint: '누가 바꾸었는지 알아본 뒤 레코드나 인벤토리를 고치세요.',
  alreadyThere: (s) => `이미 ${site[s.site]}에 있음: ${s.record} 레코드가 ${s.content}을(를) 가리킵니다`,

  fenceTitle: (s) => `${site[s.site]} 차단`,
  fenceDescribe: (s) =>
    `${s.host} 호스트에서 ${fenceActs(s)}${s.isOptional ? '; 호스트에 접속할 수 없으면 건너뛰고 계속합니다' : ''}`,
  fenceActs: (s) => `${s.host} 호스트에서 ${fenceActs(s)}`,
  fenceNothing: (s) => `${s.host} 호스트에 중지할 것이 없음: ${list(s.stop)} 실행 중 아님`,
  fenceUnreachable: '차단할 수 없음: 접속 불가',
  fenceUnreachableWarning: (s) =>
    `${site[s.site]}를 차단할 수 없습니다 (${s.why}). ${s.host} 호스트가 돌아오면 서비스를 하거나 쓰기를 받을 수 있습니다${s.stop.length === 0 ? '' : `. 그때 ${list(s.stop)} 컨테이너를 중지하세요`}`,
  fenceDone: (s) =>
    [
      s.stopped.length === 0
        ? `${s.host} 호스트에 실행 중인 것이 없었음`
        : `${s.host} 호스트에서 중지함: ${list(s.stopped)}`,
      ...(s.commands === 0 ? [] : [`명령 ${s.commands}개 실행`]),
    ].join('; '),
  fenceStillRunning: (s) => `docker stop 뒤에도 ${s.host} 호스트에서 실행 중입니다: ${list(s.names)}`,
  fenceStillRunningHint: (s) => `${s.host} 호스트에서 \`docker ps --all\`\u200b로 무엇이 다시 시작하는지 확인하세요.`,

  commandsDone: (s) => `${s.host} 호스트에서 명령 ${s.count}개 실행`,

  unfenceTitle: (s) => `${site[s.site]} 차단 해제`,
  resumeTitle: (s) => `${site[s.site]} 작업 재개`,
  unfenceDescribe: (s) => `${s.host} 호스트에서 ${unfenceActs(s)}`,
  unfenceActs: (s) => `${s.host} 호스트에서 ${unfenceActs(s)}`,
  unfenceNothing: (s) => `${s.host} 호스트에 시작할 것이 없음: ${list(s.start)} 이미 실행 중`,
  unfenceDone: (s) =>
    [
      s.started.length === 0
        ? `${s.host} 호스트에서 이미 실행 중이었음`
        : `${s.host} 호스트에서 시작함, 정상: ${list(s.started)}`,
      ...(s.commands === 0 ? [] : [`명령 ${s.commands}개 실행`]),
    ].join('; '),

  switchTitle: 'DNS 전환',
  switchDescribe: (s) => `${s.record} 레코드를 ${s.from}에서 ${s.to}(으)로 바꿉니다, ${ttl(s.ttlSeconds)}`,
  switchDone: (s) => `${s.record} 레코드가 이제 ${s.to}을(를) 가리킵니다`,
  switchTtlWarning: (s) =>
    `리졸버가 최대 ${formatDuration(s.ttlSeconds * 1_000)} 동안 이전 답을 줄 수 있습니다. 되돌릴 때도 마찬가지입니다`,

  verifyTitle: '검증',
  verifyDescribe: (s) =>
    `권한 있는 서버와 리졸버 ${s.resolvers}개가 ${s.target}을(를) 답하는지, 이어서 ${places(s.vantage)}에서 https 확인`,
  verifyReadBackFailed: (s) => `DNS 제공자에서 다시 읽지 못했습니다: ${s.why}`,
  verifyChanged: (s) => `DNS 제공자에서 ${s.record} 레코드가 ${s.target}이(가) 아니라 ${s.content}을(를) 가리킵니다`,
  verifyChangedHint: '누가 바꾸었는지 알아보세요. 제공자에 있는 레코드의 메모를 보세요.',
  verifyAuthoritative: (s) => `권한 있는 서버 ${s.total}개 중 ${s.done}개`,
  verifyOldFor: (s) => `${s.server} 이전 답 ${s.seconds}초 남음`,
  verifySilent: (s) => `${s.server} 응답 없음`,
  verifySilentWarning: (s) => `응답하지 않아 검증하지 못한 서버: ${list(s.servers)}`,
  verifyNobodyAnswers: (s) => `응답하는 DNS 서버가 없습니다: ${list(s.servers)}`,
  verifyNobodyAnswersHint: '봇에서 외부 53번 포트에 접속할 수 있는지 확인한 뒤 다시 시도하세요.',
  verifyNoServers: (s) => `${s.zone} 영역에 알려진 DNS 서버가 없습니다`,
  verifyNoServersHint: '인벤토리에서 서비스의 dns.authoritative 또는 dns.resolvers를 적으세요.',
  verifyStillOld: (s) =>
    `${formatDuration(s.afterMs)}가 지나도 ${s.record}의 답이 모두 ${s.target}은(는) 아닙니다: ${list(s.answers)}`,
  verifyStillOldHint: (s) => `/dns ${s.service} 명령으로 확인한 뒤 다시 시도하거나 되돌리세요.`,
  verifyAnswers: (s) => `${s.server}의 답 ${s.text}`,
  verifyNoAddress: (s) => `${s.target}의 주소를 주는 리졸버가 없습니다`,
  verifyHttpFailed: (s) => `${s.address}의 ${site[s.site]}에서 ${s.url} 서비스가 되지 않습니다: ${s.text}`,
  verifyHttpFailedHint: '그 사이트의 컨테이너를 확인하세요. 되돌리면 레코드가 이전 값으로 돌아갑니다.',
  verifyTakesWrites: (s) => `예비 사이트가 쓰기를 거부하지 않습니다: ${s.method} ${s.path} 결과 ${s.text}`,
  verifyTakesWritesHint: '사용자가 쓰기 전에 예비 사이트를 읽기 전용으로 만드세요.',
  verifyProxiedNoMarker: '프록시된 레코드이고 서비스에 마커가 없어 어느 사이트가 답하는지 알 수 없습니다',
  verifyVantageFailed: (s) => `${s.host} 호스트에서 검증하지 못했습니다: ${s.text}`,
  verifySummary: (s) =>
    [
      ...(s.isProxied
        ? ['제공자에서 다시 읽음 (프록시되어 `dig`\u200b로는 볼 수 없음)']
        : [`권한 있는 서버 ${s.authoritative}개`, `리졸버 ${s.resolvers}개`]),
      `${places(s.hosts)}에서 ${s.scheme}`,
      ...(s.refusesWrites ? ['쓰기 거부 확인'] : []),
    ].join(', '),

  dnsShowTitle: 'DNS 서버에 묻기',
  dnsShowDescribe: (s) => `${s.record}의 답을 권한 있는 서버와 리졸버 ${s.resolvers}개에 묻습니다`,
  dnsShowLine: (s) => `${s.server}  ${s.text}  TTL ${s.ttlSeconds}  ${s.meaning}`,
  dnsShowSilent: (s) => `${s.server}  응답 없음`,
  dnsShowAuthoritative: '권한 있는 서버',
  dnsShowResolvers: '리졸버',
  dnsShowGroup: (s) => `${s.label === 'authoritative' ? '권한 있는 서버' : '리졸버'}: ${list(s.parts)}`,
  dnsShowCount: (s) => `${s.meaning} ${s.count}`,
  dnsShowMeaning: { primary: '주 사이트', standby: '예비 사이트', neither: '어느 사이트도 아님', silent: '응답 없음' },
  dnsShowForeign: (s) => `어느 사이트도 아닌 답을 주는 서버: ${list(s.servers)}`,
  dnsShowNoAuthoritative: (s) => `${s.zone} 영역의 권한 있는 서버를 찾지 못했습니다`,

  notifyTitle: '공지',
  notifyDescribe: (s) => `${s.service} 서비스가 이제 어디에서 실행되는지 인시던트 채널에 알립니다`,
  notifySummary: '인시던트 채널에 공지함',
  announceMoved: {
    failover: (s) => `*${s.service} 서비스가 이제 예비 사이트에서 실행됩니다* (장애 조치).`,
    switchover: (s) => `*${s.service} 서비스가 이제 예비 사이트에서 실행됩니다* (계획된 전환).`,
    failback: (s) => `*${s.service} 서비스가 다시 주 사이트에서 실행됩니다* (원복).`,
  },
  announceBy: (s) => `요청자 ${s.person}, \`${s.run}\``,
  announceDataAsOf: (s) => `데이터는 ${s.at} 기준이며, 그 뒤에 쓴 것은 없습니다.`,
  announceReadOnly: '그곳에서는 읽기만 할 수 있습니다.',
  announceWritesStay: '그곳에서 쓴 데이터는 자동으로 주 사이트에 복사되지 않습니다.',
  announceWayBack: (s) => `주 사이트가 복구되면 \`/failback ${s.service}\` 명령으로 되돌립니다.`,
  failbackWarning: '그동안 예비 사이트에서 쓴 데이터는 그곳에 남고 주 사이트로 복사되지 않습니다',
  announceStandbyWrites: '그동안 예비 사이트에서 쓴 데이터는 그곳에 남아 있으며 복사되지 않았습니다.',

  copyData: '마지막 데이터 복사',
  ...exec,
};

function fenceActs({ stop, commands }: { stop: readonly string[]; commands: readonly string[] }): string {
  return list([
    ...(stop.length === 0 ? [] : [`${list(stop)} 중지`]),
    ...commands.map((command) => `\`${command}\` 실행`),
  ]);
}

function unfenceActs({ start, commands }: { start: readonly string[]; commands: readonly string[] }): string {
  return list([
    ...commands.map((command) => `\`${command}\` 실행`),
    ...(start.length === 0 ? [] : [`${list(start)} 시작`]),
  ]);
}
