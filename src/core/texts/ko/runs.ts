import type { runs as English } from '../en/runs.ts';

const nearest = (name: string | undefined): string => (name === undefined ? '' : ` 혹시 ${name}입니까?`);

export const runs: typeof English = {
  status: {
    pending: '시작 중',
    observing: '확인 중',
    awaiting_approval: '승인 대기',
    running: '실행 중',
    needs_attention: '확인 필요',
    succeeded: '성공',
    failed: '실패',
    canceled: '취소됨',
    expired: '만료됨',
  },
  noRunbook: (s) => `${s.name}(이)라는 런북이 없습니다.${nearest(s.nearest)}`,
  runbookTwice: (s) => `${s.name}(이)라는 런북이 둘입니다. 하나의 이름을 바꾸세요.`,
  knownRunbooks: (s) => `사용할 수 있는 런북: ${s.names}`,
  noRun: (s) => `실행 ${s.id}을(를) 찾을 수 없습니다.`,
  wrongParams: (s) => `${s.runbook} 매개변수: ${s.problems}`,
  emptyPlan: (s) => `이 서비스에 대해 ${s.runbook}이(가) 할 일이 없습니다.`,
  notOperator: '실행을 시작하거나 조작할 수 있는 운영자가 아닙니다.',
  notOperatorHint: '운영자에게 요청하거나 인벤토리의 policies.operators에 추가해 달라고 하세요.',
  denyOwn: '본인이 요청한 실행입니다.',
  denyOwnHint: '취소 버튼으로 거두어들이세요.',
  approvalNeeded: (s) => `${s.service} ${s.runbook}이(가) 승인을 기다립니다. 위의 카드를 읽고 거기에서 결정하세요.`,
  notWaiting: '이 실행은 승인을 기다리고 있지 않습니다.',
  alreadyApproved: (s) => `이미 ${s.by}님이 승인했습니다.`,
  alreadyEnded: (s) => `이 실행은 끝났습니다: ${s.status}.`,
  alreadyCanceling: '이미 취소하는 중입니다.',
  canceledBefore: '단계를 시작하기 전에 취소되었습니다.',
  oldCard: '카드가 그려진 뒤 실행 상태가 바뀌어 아무것도 하지 않았습니다.',
  oldCardHint: '지금의 카드를 보고 다시 결정하세요.',
  gateExpired: '승인 시간이 지났습니다.',
  reasonNeeded: '단계를 건너뛰려면 사유가 필요합니다.',
  rollingBack: '제외됨: 되돌리는 중입니다',

  stepTimedOut: (s) => `${s.seconds}초 안에 끝나지 않았습니다`,
  noEvidence: '근거 없이 승인을 요청하려고 했습니다',
  interrupted: '이 단계 도중에 봇이 멈췄습니다. 확인해 보니 단계는 실행되지 않았습니다.',
  cannotTell: '이 단계 도중에 봇이 멈췄고, 실행되었는지 여기서는 알 수 없습니다.',
  foundDone: '나중에 확인해 보니 완료되어 있었습니다',
  drifted: (s) =>
    `승인 이후 “${s.title}”의 상태가 바뀌었습니다: ${s.changes}. 승인은 더 이상 유효하지 않으니 확인하고 다시 결정하세요.`,
};
