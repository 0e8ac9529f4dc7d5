import type { commands as English } from '../en/commands.ts';

const meant = (nearest: string | undefined): string => (nearest === undefined ? '' : ` 혹시 ${nearest}인가요?`);

export const commands: typeof English = {
  runbooks: {
    failover: '주 사이트 장애 시 서비스를 예비 사이트로 옮깁니다.',
    switchover: '두 사이트가 모두 정상일 때 서비스를 예비 사이트로 옮깁니다.',
    failback: '서비스를 주 사이트로 되돌립니다.',
    standbyCheck: '예비 사이트가 지금 바로 서비스를 넘겨받을 수 있는지 점검합니다.',
    dnsShow: '서비스 이름이 가리키는 곳을 주요 DNS 서버마다 보여 줍니다.',
  },
  runbookSummary: '런북을 나열하고, 보고, 실행하고, 확인하고, 취소합니다.',
  watchkeeperSummary: '도움말과 봇 자체의 상태를 보여 줍니다.',

  unknownService: (s) => `${s.typed}(이)라는 서비스가 없습니다.${meant(s.nearest)}`,
  knownServices: (s) => `다음 중 하나를 쓰세요: ${s.names}`,
  unknownFlag: (s) =>
    `여기에는 --${s.flag} 옵션이 없습니다.${meant(s.nearest === undefined ? undefined : `--${s.nearest}`)}`,
  knownFlags: (s) => `쓸 수 있는 옵션은 ${s.flags}입니다. 대시로 시작하는 사유는 따옴표로 묶으세요.`,
  noFlags: '이 명령에는 옵션이 없으니 빼고 입력하세요.',
  unknownVerb: (s) => `여기에는 "${s.typed}" 명령이 없습니다.${meant(s.nearest)}`,
  knownVerbs: (s) => `다음 중 하나를 쓰세요: ${s.verbs}`,
  unknownRunbook: (s) => `${s.typed}(이)라는 런북이 없습니다.${meant(s.nearest)}`,
  runbookMissing: '런북 이름이 빠졌습니다',
  knownRunbooks: (s) => `다음 중 하나를 쓰세요: ${s.names}`,
  serviceIsAWord: '서비스는 service=…가 아니라 매개변수 앞에 단어로 적습니다',
  unknownRun: (s) => `실행 ${s.typed}을(를) 찾을 수 없습니다`,
  notARun: (s) => `실행 ID가 아닙니다: ${s.typed}`,
  runMissing: '실행 ID가 빠졌습니다',
  runHint: '`/runbook status`\u200b에서 run_으로 시작하는 ID를 복사하세요.',

  requested: (s) => `*${s.service}* 서비스의 \`${s.runbook}\` 런북을 요청했습니다: \`${s.run}\`. ${s.next}`,
  nextApproval: '먼저 아무것도 바꾸지 않고 확인만 한 뒤, 이 채널의 카드에서 승인을 요청합니다.',
  nextResult: '확인만 하며, 결과는 이 채널의 카드에 나옵니다.',
  nextDryRun: '모의 실행입니다. 확인하고 계획을 보여 줄 뿐 아무것도 바꾸지 않습니다.',
  runbookList: '*런북* (`/runbook run <이름> <서비스>`\u200b로 시작합니다)',
  planFor: (s) => `*${s.service}* 서비스의 계획:`,
  wayBack: (s) => `되돌리는 런북: \`${s.runbook}\``,
  activeRuns: '*진행 중인 실행*',
  noActiveRuns: '진행 중인 실행이 없습니다.',
  lastRuns: '*최근 실행*',
  runLine: (s) =>
    `\`${s.run}\` *${s.service}* ${s.runbook}${s.isDryRun ? ' (모의 실행)' : ''}: ${s.status}, 요청자 ${s.person}`,
  canceled: (s) => `\`${s.run}\` 실행을 취소했습니다.`,
  canceling: (s) =>
    `\`${s.run}\` 실행은 진행 중인 단계가 멈추는 대로 취소됩니다. 그때까지 일어난 일은 카드에 나옵니다.`,
  helpTitle: '*Watchkeeper*\u200b는 승인을 받고 모든 것을 기록하면서 서비스를 사이트 사이에서 옮깁니다.',
  example: (s) => `예: \`${s.line}\``,
  statusTitle: '*Watchkeeper*',
  stepStatus: {
    pending: '대기',
    running: '실행 중',
    succeeded: '완료',
    failed: '실패',
    skipped: '건너뜀',
    unknown: '결과 불명',
    undone: '되돌림',
  },
};
