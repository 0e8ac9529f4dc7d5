import { formatDuration } from '../../duration.ts';
import type { doctor as English } from '../en/doctor.ts';

const list = (names: readonly string[]): string => names.join(', ');
const policies = {
  destructive: 'policies.destructive',
  write: 'policies.write',
  breakGlass: 'policies.breakGlass',
};

export const doctor: typeof English = {
  level: { ok: '정상', warn: '주의', fail: '실패' },
  fix: (s) => `       → ${s.fix}`,
  summary: (s) =>
    `정상 ${s.ok}, 주의 ${s.warn}, 실패 ${s.fail}${s.fail === 0 ? '' : ': 봇이 제대로 동작하지 않습니다'}.`,
  late: (s) => `${s.seconds}초 안에 응답이 없습니다`,
  lateFix: '이 컴퓨터의 네트워크를 확인한 뒤 doctor를 다시 실행하세요.',
  broke: (s) => `검사 자체가 실패했습니다: ${s.reason}`,

  configuration: (s) => `환경과 ${s.file}이(가) 올바릅니다`,
  runbooks: (s) => `런북 ${s.count}개와 단계 유형 ${s.steps}개를 읽을 수 있습니다`,
  planBroken: (s) => `런북 ${s.runbook}을(를) ${s.service}에 대해 계획할 수 없습니다: ${s.reason}`,
  planBrokenHint: '런북이나 런북이 쓰는 인벤토리를 고치세요.',
  storeWritable: (s) => `${s.path}에 쓸 수 있습니다`,
  storeNew: (s) => `${s.path}은(는) 처음 시작할 때 만들어집니다`,
  storeNotWritable: (s) => `${s.path}에 쓸 수 없습니다: ${s.reason}`,
  storeNotWritableFix: '봇의 사용자가 데이터베이스와 그 폴더에 쓸 수 있게 하세요.',
  postgres: (s) =>
    `${s.place}: PostgreSQL ${s.version}이(가) 응답하고 쓸 수 있습니다${s.hasTables ? '' : '; 테이블은 처음 시작할 때 만듭니다'}`,
  postgresReadOnly: (s) => `${s.place}이(가) 응답하지만 쓸 수 없습니다: 읽기 전용입니다`,
  postgresReadOnlyFix: 'WATCHKEEPER_STORE가 복제본이 아닌 주 서버를 가리키게 하세요.',
  postgresPlain: '데이터베이스 연결이 암호화되지 않았습니다',
  postgresPlainFix:
    'WATCHKEEPER_STORE에 ?sslmode=verify-full을 붙이고, 자체 인증 기관이면 &sslrootcert=<파일>도 붙이세요.',
  chainWhole: (s) => `${s.entries}건, 헤드 ${s.hash}. 감사 채널과 비교하세요`,
  chainEmpty: '아직 기록이 없습니다',
  chainBroken: (s) => `체인이 ${s.sequence}번 기록에서 끊깁니다: ${s.why}`,
  chainBrokenFix: '파일을 그대로 두고 "npx watchkeeper audit verify"를 보고, 누가 쓸 수 있었는지 알아보세요.',
  disk: (s) => `${s.path}의 남은 공간 ${s.free}`,
  diskFix: '공간을 비우세요. 기록할 수 없는 일은 하지 않습니다.',
  clock: (s) =>
    s.seconds === 0
      ? `${s.source}와(과) 같습니다`
      : `${s.source}보다 ${Math.abs(s.seconds)}초 ${s.seconds > 0 ? '빠릅니다' : '느립니다'}`,
  clockFix: 'NTP로 시계를 맞추세요(timedatectl set-ntp true). 서명은 5분간 유효합니다.',
  running: (s) => `${s.address}에서 봇이 응답합니다`,
  portFree: (s) => `${s.address}을(를) 쓸 수 있습니다`,
  portTakenBy: (s) => `${s.address}에서 봇이 아닌 것이 듣고 있습니다`,
  wideOpen: (s) => `${s.host}에서 듣습니다. 이 컴퓨터에 닿는 누구에게나 열려 있습니다`,
  wideOpenFix: '포트를 방화벽이나 리버스 프록시 뒤에 두세요. /metrics와 /readyz에는 로그인이 없습니다.',

  slackToken: (s) => `${s.team}에서 @${s.user}(으)로 받아들여졌습니다`,
  slackTokenRefused: (s) => `Slack이 봇 토큰을 받아들이지 않습니다: ${s.error}`,
  slackTokenFix: '설치된 앱의 토큰(xoxb-…)을 SLACK_BOT_TOKEN에 넣으세요.',
  scopes: (s) => `매니페스트의 ${s.count}개가 모두 허용되었습니다`,
  scopesMissing: (s) => `허용되지 않음: ${s.scopes}`,
  scopesFix: 'manifest.yml로 앱을 갱신하고 워크스페이스에 다시 설치하세요.',
  scopesUnknown: 'Slack이 어떤 권한이 허용되었는지 알려 주지 않습니다',
  scopesMore: (s) => `허용되었지만 필요 없음: ${s.scopes}`,
  scopesMoreFix: '앱에서 빼세요. 앱이 할 수 없는 일은 토큰으로도 할 수 없습니다.',
  appToken: 'Socket Mode 연결을 열 수 있습니다',
  appTokenRefused: (s) => `Slack이 앱 수준 토큰을 받아들이지 않습니다: ${s.error}`,
  appTokenFix: 'connections:write가 있는 앱 수준 토큰을 만들어(Basic Information) SLACK_APP_TOKEN에 넣으세요.',
  channel: (s) => `${s.name} ${s.id}을(를) 읽고 쓸 수 있습니다`,
  channelRefused: (s) => `${s.name} ${s.id}: ${s.error}`,
  channelFix: (s) => `채널에 봇을 초대하거나(/invite @watchkeeper) id ${s.id}을(를) 고치세요.`,
  noAuditChannel: '감사 채널이 없습니다. 기록을 다시 쓰는 사람을 반박할 것이 없습니다',
  noAuditChannelFix: '인벤토리에 slack.channels.audit을 설정하세요.',
  usergroup: (s) => `${s.id}에 ${s.count}명이 있습니다`,
  usergroupEmpty: (s) => `${s.id}에 아무도 없습니다`,
  usergroupRefused: (s) => `${s.id}을(를) 읽을 수 없습니다: ${s.error}`,
  usergroupFix: 'policies의 id를 고치거나 Slack에서 그룹에 사람을 넣으세요.',
  people: (s) => `${s.count}명 모두 워크스페이스에 있습니다`,
  person: (s) => `${s.name} ${s.id}: ${s.error}`,
  personGone: '비활성화됨',
  personBot: '봇입니다',
  personFix: 'people의 id를 고치거나 인벤토리에서 빼세요.',
  peopleNotAsked: (s) => `${s.count}명이 모두 있는지 알 수 없습니다. 앱에 users:read가 없습니다`,

  noCloudflareToken: 'CLOUDFLARE_API_TOKEN이 없습니다',
  noCloudflareTokenFix: '인벤토리의 영역에만 Zone → Zone → Read와 Zone → DNS → Edit 권한이 있는 토큰을 만드세요.',
  cloudflareToken: (s) => `토큰이 ${s.status} 상태입니다`,
  cloudflareTokenUnverified: (s) =>
    `토큰이 유효한지 Cloudflare가 알려 주지 않습니다(HTTP ${s.status}). 레코드로 알 수 있습니다`,
  cloudflareTokenEarly: (s) => `토큰은 ${s.notBefore} 이후에만 쓸 수 있습니다`,
  cloudflareTokenExpires: (s) => `토큰이 ${s.expiresOn}에 끝납니다`,
  cloudflareTokenExpiresFix: '그 전에 새 토큰을 만들어 봇을 다시 시작하세요. 끝이 없는 토큰이 낫습니다.',
  record: (s) => `${s.record} CNAME ${s.content}, TTL ${s.ttl}`,
  recordForeign: (s) => `${s.record}이(가) 인벤토리의 어느 사이트도 아닌 ${s.content}을(를) 가리킵니다`,
  recordForeignFix: 'primary.target, standby.target 또는 레코드를 고치세요. 그대로면 페일오버가 거부됩니다.',
  recordSlow: (s) =>
    `${s.record} CNAME ${s.content}, TTL ${s.ttl === 1 ? '자동' : s.ttl}. 인벤토리에는 ${s.wanted}: 페일오버가 사용자에게 늦게 닿습니다`,
  recordSlowFix: (s) => `레코드의 TTL을 ${s.wanted}(으)로 설정하세요. 첫 전환이 하지만 그때는 늦습니다.`,
  zoneUnseen: (s) => `토큰으로 영역 ${s.zone}이(가) 보이지 않습니다`,
  mayEdit: (s) => `토큰의 정책이 ${s.zone}의 DNS 편집을 허용합니다`,
  mayNotEdit: (s) => `토큰으로 ${s.zone}의 DNS를 읽을 수만 있고 편집할 수 없습니다`,
  editUnknown: (s) =>
    `토큰으로 ${s.zone}의 DNS를 편집할 수 있는지는 써 보지 않고는 알 수 없습니다. 첫 전환에서 드러납니다`,
  editUnknownFix:
    '새 토큰마다 한 번 npx watchkeeper doctor --try-write를 실행하세요. 각 레코드에 지금의 이름, 유형, TTL을 그대로 보냅니다.',
  reachesMore: (s) => `토큰이 인벤토리에 없는 영역 ${s.count}개에 닿습니다: ${s.zones}`,
  reachesMoreFix: '토큰을 인벤토리의 영역으로 제한하세요(Zone Resources → Include → Specific zone).',
  writeDone: (s) => `${s.record}에 지금의 이름, 유형, TTL을 보냈습니다. 토큰으로 편집할 수 있습니다`,
  writeRefused: (s) => `토큰으로 ${s.record}을(를) 편집할 수 없습니다(Cloudflare 코드 ${s.code})`,
  writeFailed: (s) => `Cloudflare가 ${s.record}의 지금 값을 받지 않았습니다(HTTP ${s.status}, 코드 ${s.code})`,
  writeFailedFix: '대시보드의 레코드와 cloudflarestatus.com을 본 뒤 다시 해 보세요.',
  writeNoRecord: (s) => `토큰으로 읽을 수 있는 CNAME ${s.record}이(가) 없습니다`,
  writeNotNow: (s) => `${s.record}을(를) 건드리지 않았습니다. 실행이 서비스를 잡고 있거나 모두 동결되었습니다`,
  writeNotNowFix: '실행이 끝나고 동결이 풀린 뒤 다시 해 보세요.',

  hostClock: (s) =>
    s.seconds === 0
      ? '이 컴퓨터의 시계와 같습니다'
      : `이 컴퓨터보다 ${Math.abs(s.seconds)}초 ${s.seconds > 0 ? '빠릅니다' : '느립니다'}`,
  hostClockFix: (s) => `${s.host}의 시계를 NTP로 맞추세요(timedatectl set-ntp true). 데이터의 나이를 이 시계로 압니다.`,
  keyFree: '명령이 요청한 그대로 실행됩니다. 키에 강제 명령이 없습니다',
  keyForced: (s) => `키가 강제 명령으로 제한되어 있고, 그 대답은 "${s.said}"입니다`,
  keyForcedFix: (s) =>
    `강제 명령이 다음을 그대로, 다른 컨테이너 이름으로도 통과시키게 하세요: ${s.commands.join(' · ')}`,
  keyForcedNothing: '거기서 부르는 것이 없습니다. 제한된 그대로 두세요.',
  shellTalks: (s) => `로그인 셸이 모든 대답에 "${s.said}"을(를) 섞어 출력합니다`,
  shellTalksFix: '대화형이 아닌 셸에서는 ~/.bashrc 등이 아무것도 출력하지 않게 하세요.',
  dockerAllowed: (s) => `docker를 쓸 수 있습니다: 컨테이너 ${s.count}개`,
  dockerRefused: (s) => `docker가 응답하지 않습니다: ${s.said}`,
  dockerMissingFix: (s) => `${s.host}에 Docker 클라이언트를 설치하고, 로그인하지 않은 셸의 PATH에 두세요.`,
  dockerDeniedFix: (s) =>
    `실행은 sudo 없이 docker를 부르므로 계정이 Docker 소켓을 쓰게 하세요: ${s.host}에서 usermod -aG docker ${s.user}. root와 같은 권한입니다.`,
  dockerDownFix: (s) => `${s.host}에서 Docker를 시작하세요: systemctl start docker`,
  dockerOtherFix: (s) => `${s.host}에 ${s.user}(으)로 로그인해 docker ps --all을 실행해 보세요.`,
  dockerVerb: (s) => `docker ${s.verb}을(를) 쓸 수 있습니다(없는 컨테이너로 물어봄)`,
  dockerVerbRefused: (s) => `docker ${s.verb}이(가) 허용되지 않습니다: ${s.said}`,
  dockerVerbSwallowed: (s) =>
    `docker ${s.verb}이(가) 없는 컨테이너에도 성공합니다("${s.said}"). 다른 것이 대답하고 있습니다`,
  dockerVerbFix: (s) => `docker ${s.verb}을(를) 막는 래퍼, 소켓 프록시, 인가 플러그인에서 허용하세요.`,
  containersMissing: (s) => `없음: ${s.names}`,
  containersMissingFix: '컨테이너를 만들거나 인벤토리의 이름을 고치세요.',
  commands: (s) => `갖춰짐: ${list(s.names)}`,
  commandMissing: (s) => `${s.name}이(가) 없거나 실행할 수 없습니다`,
  commandMissingFix: (s) =>
    `${s.host}에 계정이 쓸 수 있게 ${s.name}을(를) 설치하거나, 인벤토리나 런북의 명령을 고치세요.`,
  wantsRoot: (s) => `"${s.command}"은(는) root의 명령인데 계정의 uid는 ${s.uid}입니다`,
  wantsRootFix: (s) => `sudo -n ${s.command}(으)로 쓰고 sudoers에서 허용하거나, 계정에 권한을 주세요.`,
  sudoAllowed: (s) => `sudo가 "${s.command}"을(를) 비밀번호 없이 실행합니다`,
  sudoRefused: (s) => `sudo가 "${s.command}"을(를) 실행하지 않습니다: ${s.said}`,
  sudoAsks: (s) => `sudo가 "${s.command}" 전에 비밀번호를 묻는데, 입력할 사람이 없습니다`,
  sudoUnclear: (s) => `sudo가 "${s.command}"을(를) 허용하지만, 비밀번호를 묻는지는 이 버전이 알려 주지 않습니다`,
  sudoFix: (s) => `${s.host}에서 visudo로: ${s.user} ALL=(root) NOPASSWD: ${s.command} (프로그램은 전체 경로로)`,
  dataMarker: (s) => `마지막 동기화 ${s.at}, ${formatDuration(Math.max(0, s.ageMs))} 전`,
  dataOld: (s) =>
    `마지막 동기화 ${s.at}, ${formatDuration(s.ageMs)} 전. 많아도 ${formatDuration(s.maxAgeMs)}이어야 합니다`,
  dataOldFix: '복사가 왜 돌지 않았는지 알아보고 실행하거나, data.maxAge를 고치세요.',
  dataSpace: (s) => `${s.host}의 ${s.path}에 남은 공간 ${s.free}`,
  dataSpaceFix: (s) => `${s.host}의 ${s.path}에 공간을 비우세요. 다음 복사가 들어가지 않을 수 있습니다.`,
  syncPlace: {
    read: (s) => `${s.host}의 ${s.path}을(를) 읽을 수 있습니다`,
    write: (s) => `${s.host}의 ${s.path}에 쓸 수 있습니다`,
  },
  syncPlaceNot: {
    read: (s) => `${s.host}의 ${s.path}을(를) 읽을 수 없어 복사가 실패합니다`,
    write: (s) => `${s.host}의 ${s.path}에 쓸 수 없어 복사가 실패합니다`,
  },
  syncPlaceUnknown: (s) => `${s.host}의 ${s.path}을(를) 쓸 수 있는지 물을 수 없었습니다: ${s.said}`,
  syncPlaceFix: (s) =>
    `${s.host}에서 ${s.user}이(가) ${s.path}을(를) ${s.act === 'read' ? '읽게' : '쓰게'} 하거나 data.sync를 고치세요.`,

  notEnrolled: (s) => `${s.person}에게 인증 앱이 없는데 ${policies[s.policy]}이(가) 코드를 요구합니다`,
  notEnrolledFix: (s) => `${s.person}과(와) 함께 npx watchkeeper totp enrol ${s.person}을(를) 실행하세요.`,
  cannotEnrol: (s) =>
    `${s.id}은(는) ${policies[s.policy]}에서 결정할 수 있지만 people에 없어 인증 앱을 가질 수 없습니다`,
  cannotEnrolFix: (s) =>
    `인벤토리의 people에 ${s.id}을(를) 더한 뒤 npx watchkeeper totp enrol <이름>을 실행하거나, 정책에서 ${s.id}을(를) 빼세요.`,
  tooFewEnrolled: (s) =>
    `${policies[s.policy]}에 ${s.needed}명의 코드가 필요한데 보일 수 있는 사람은 ${s.having}명이라, 아무도 결정할 수 없습니다`,
  tooFewEnrolledFix: (s) =>
    `${s.people.map((person) => `npx watchkeeper totp enrol ${person}`).join(', ')}을(를) 실행하세요.`,
  allEnrolled: (s) => `${policies[s.policy]}의 ${s.count}명 모두 인증 앱이 있습니다`,

  resolver: (s) => `${s.server}이(가) ${s.ms} ms 만에 응답합니다`,
  answered: (s) => `${s.server}이(가) ${s.rcode}(으)로 응답합니다`,
  resolverFix: 'dns.resolvers를 고치세요. 사용자가 쓰고 이 컴퓨터에서 물을 수 있는 리졸버여야 합니다.',
  authoritative: (s) => `${s.server}이(가) 권한을 가지고 응답합니다`,
  notAuthoritative: (s) => `${s.server}은(는) 이 이름에 대한 권한이 없습니다`,
  authoritativeFix: 'dns.authoritative를 고치거나 auto로 쓰세요.',

  mail: (s) =>
    s.user === undefined ? `${s.server} 서버가 메일을 받습니다` : `${s.server} 서버가 ${s.user} 메일을 받습니다`,
  mailInClear: (s) => `${s.server} 서버로 가는 메일이 암호화되지 않은 채 전송됩니다`,
  mailInClearFix: 'alerts.mail.encryption을 starttls나 tls로 적으세요.',
  mailUnverified: (s) => `응답하는 서버가 정말 ${s.server}인지 확인하지 않습니다`,
  mailUnverifiedFix: 'alerts.mail.tls에 insecure 대신 CA 파일을 적으세요.',
};
