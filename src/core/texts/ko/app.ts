import type { app as English } from '../en/app.ts';

export const app: typeof English = {
  up: (s) => `가동 시간 ${s.duration}`,
  store: (s) => `저장소: ${s.kind}`,
  slack: (s) => `Slack: ${s.mode} 모드, ${s.isConnected ? '연결됨' : '연결되지 않음'}`,
  queue: (s) =>
    s.age === undefined ? '메시지: 모두 전달됨' : `메시지: 가장 오래된 미전달 메시지가 ${s.age} 되었습니다`,
  audit: (s) => `감사 기록: ${s.sequence}건, 헤드 ${s.hash}`,
  slackNotConnected: '연결되지 않음',
  databaseNotOpened: (s) => `데이터베이스 ${s.path}을(를) 열 수 없습니다: ${s.reason}`,
  databaseNotOpenedHint: 'WATCHKEEPER_STORE와 폴더 권한을 확인하세요.',
  databaseNotReachedHint:
    'WATCHKEEPER_STORE, PostgreSQL이 실행 중이고 이 장비의 접속을 허용하는지, 데이터베이스가 있는지 확인하세요.',
  databaseInUse: (s) => `데이터베이스 ${s.path}을(를) 다른 봇이 사용하고 있습니다`,
  databaseInUseHint: '그 봇을 먼저 멈추거나 WATCHKEEPER_STORE로 다른 데이터베이스를 지정하세요.',
  noCloudflareToken: 'CLOUDFLARE_API_TOKEN: 없습니다. 인벤토리의 영역에서 DNS를 편집할 수 있는 토큰을 설정하세요',

  usage: '사용법: npx watchkeeper <동사>',
  unknownVerb: (s) => `${s.verb}(이)라는 동사가 없습니다.${s.nearest === undefined ? '' : ` 혹시 ${s.nearest}입니까?`}`,
  unknownVerbHint: '참고: npx watchkeeper help',
  valid: (s) => `${s.file}은(는) 올바릅니다: 서비스 ${s.services}개, 호스트 ${s.hosts}개, 사람 ${s.people}명.`,
  hostKeyUsage: '호스트를 지정하세요: npx watchkeeper hostkey <주소> [포트]',
  hostKeyAdvice:
    '호스트가 스스로 말하는 값(ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub)과 비교한 뒤 하나를 고정하세요.',
};
