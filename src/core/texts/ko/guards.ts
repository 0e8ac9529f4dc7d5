import type { guards as English } from '../en/guards.ts';

const none = (reason: string): string => (reason === '' ? '' : `: ${reason}`);

export const guards: typeof English = {
  voteRefused: {
    requester: '본인이 요청한 실행이므로 본인의 승인은 인정되지 않습니다.',
    not_approver: '이 실행을 결정할 수 있는 사람이 아닙니다.',
    membership_unknown: '지금 승인자 그룹의 구성원을 Slack에서 확인할 수 없어 클릭을 인정할 수 없습니다.',
    already_voted: '이미 승인하셨습니다. 한 사람의 승인은 한 번만 인정됩니다.',
    place_taken: '승인하실 수 있는 몫은 이미 채워졌습니다. 남은 승인은 다른 사람이 해야 합니다.',
    deactivated: 'Slack에서 비활성화된 계정이라 결정할 수 없습니다.',
    bot: '사람만 결정할 수 있습니다.',
    stranger: '다른 워크스페이스 사람은 결정할 수 없습니다.',
    standing_unknown: '지금 Slack에서 누구인지 확인할 수 없고, 인벤토리에도 없는 사람입니다.',
  },
  voteRefusedHint: {
    requester: '팀원에게 승인 버튼을 눌러 달라고 하세요.',
    not_approver: '카드에 적힌 승인자에게 요청하세요.',
    membership_unknown: '잠시 후 다시 시도하거나 이름이 직접 등록된 사람에게 요청하세요.',
    already_voted: '다른 사람도 승인해야 합니다.',
    place_taken: '카드가 아직 기다리는 사람에게 요청하세요.',
    deactivated: '다른 사람에게 요청하거나 계정을 활성화해 달라고 하세요.',
    bot: '사람에게 버튼을 눌러 달라고 하세요.',
    stranger: '이 워크스페이스 사람에게 요청하세요.',
    standing_unknown: '잠시 후 다시 시도하거나 이름이 직접 등록된 사람에게 요청하세요.',
  },

  reminded: (s) =>
    `${s.service} ${s.runbook}이(가) 아직 승인을 기다립니다. ${s.left} 남았습니다. 위의 카드를 읽고 거기에서 결정하세요.`,
  widened: (s) =>
    `${s.service} ${s.runbook}을(를) 아직 아무도 결정하지 않았습니다. ${s.left} 뒤 만료됩니다. 승인할 수 있는 분은 위의 카드에서 결정하고, 다른 분은 승인할 사람을 찾아 주세요.`,

  frozen: (s) => `${s.time}부터 ${s.person}님이 모든 파괴적 단계를 동결했습니다${none(s.reason)}.`,
  frozenHint: '안전해지면 운영자가 /unfreeze 로 끝냅니다.',
  notFrozen: '동결된 상태가 아닙니다.',
  freezeBegun: (s) =>
    `❄ ${s.person}님이 모든 파괴적 단계를 동결했습니다${none(s.reason)}. 실행은 다음 파괴적 단계 앞에서 멈춥니다. /unfreeze 로 끝냅니다.`,
  freezeEnded: (s) => `${s.person}님이 동결을 끝냈습니다. 멈춘 실행은 카드에서 다시 시도를 기다립니다.`,
  freezeDone: '동결했습니다. /unfreeze 전까지 파괴적 단계를 시작하지 않습니다. 이미 시작한 단계는 끊지 않습니다.',
  unfreezeDone: '동결이 끝났습니다. 멈춘 실행은 카드에서 다시 시도를 기다립니다.',
  freezeSummary: '모든 파괴적 단계를 /unfreeze 전까지 멈춥니다.',
  unfreezeSummary: '파괴적 단계를 다시 허용합니다.',
  cardFrozen: (s) =>
    `${s.time}부터 ${s.person} 동결${none(s.reason)}. /unfreeze 전까지 파괴적 단계를 시작하지 않습니다.`,
  attentionFrozen: (s) =>
    `모든 파괴적 단계가 동결되어 “${s.title}” 앞에서 멈췄습니다. /unfreeze 로 동결을 끝낸 뒤 다시 시도를 누르세요.`,

  movedLately: (s) =>
    `이 요청 ${s.ago} 전에 ${s.runbook} ${s.run}이(가) ${s.service}을(를) 옮겼습니다. 승인할 때 다시 옮기는 것이 맞는지 확인합니다.`,
  moveUnconfirmed: '조금 전에 옮긴 서비스인데, 다시 옮긴다는 확인이 없습니다.',
  moveUnconfirmedHint: '다시 옮겨야 한다면 가장 새로운 카드에서 승인을 누르고 확인란을 선택하세요 (터미널: --again).',
  moveConfirmLabel: '조금 전에 옮긴 서비스입니다',
  moveConfirm: (s) => `예, ${s.service}을(를) 다시 옮깁니다`,
  moveConfirmBlank: '다시 옮겨야 한다면 선택하고, 아니면 닫으세요.',

  approveTitle: '승인',
  approveSubmit: '승인',
  approveText: (s) => `*${s.title}*\n지금 다음을 실행합니다: ${s.changes}`,
  codeLabel: '인증 앱의 코드',
  codeNeeded: '인증 앱에 보이는 숫자 여섯 자리를 입력하세요.',
  codeRefused: {
    wrong: () => '코드가 맞지 않습니다. 가장 새로운 코드를 보세요. 시계는 30초까지 달라도 됩니다.',
    replayed: () => '이미 쓴 코드입니다. 다음 코드를 기다리세요.',
    locked: (s) => `틀린 코드가 너무 많아 ${s.minutes}분 동안 받지 않습니다. 그동안 다른 사람이 결정할 수 있습니다.`,
  },
  notEnrolled: '인증 앱의 코드가 필요한데 등록된 인증 앱이 없습니다.',
  notEnrolledHint: (s) =>
    `봇이 있는 서버에서 npx watchkeeper totp enrol ${s.person} 을 실행하세요. 그때까지는 다른 사람이 결정해야 합니다.`,

  buttonBreakGlass: '비상 실행',
  confirmGlassTitle: '비상 실행할까요?',
  confirmGlass: '양식이 열립니다. 보내면 승인 없이 진행하고, 모두에게 알리며, 다른 사람이 검토합니다.',
  glassTitle: '비상 실행',
  glassSubmit: '지금 진행',
  glassText: (s) =>
    `*${s.title}* 실행을 정책이 요구하는 승인 ${s.missing}건 없이 진행합니다.\n지금 다음을 실행합니다: ${s.changes}\n모두에게 알리고 감사 기록에 남기며, 다른 사람이 검토해야 합니다.`,
  glassServiceLabel: (s) => `서비스 이름을 입력하세요: ${s.service}`,
  glassReasonLabel: '승인을 기다릴 수 없는 이유',
  glassWrongService: (s) => `${s.service}에 대한 실행입니다. 그 이름을 입력해야 진행합니다.`,
  glassNoReason: '이유를 적어 주세요. 모두에게 알리고 기록합니다.',
  glassRefused: '비상 실행을 할 수 있는 사람이 아닙니다.',
  glassRefusedHint: '승인자나 policies.breakGlass에 적힌 사람에게 요청하세요.',
  glassBroken: (s) =>
    `🚨 비상 실행: ${s.person}님이 승인 없이 ${s.service} ${s.runbook} (${s.run})을(를) 진행했습니다: ${s.reason}`,
  gateBroken: (s) => `${s.time} ${s.person} 비상 실행, 승인 ${s.needed}건 중 ${s.given}건: ${s.reason}`,
  reviewOpen: '다른 사람이 검토하고 닫아야 합니다.',
  reviewClosed: (s) => `${s.time} ${s.person} 검토: ${s.notes}`,
  reviewGone: '데이터베이스에 없는 검토입니다.',
  buttonCloseReview: '검토 닫기',
  reviewTitle: '검토 닫기',
  reviewSubmit: '검토 닫기',
  reviewText: (s) => `${s.person}님이 ${s.service} ${s.runbook}을(를) 비상 실행했습니다: ${s.reason}`,
  notesLabel: '무엇을 확인했고, 무엇을 하기로 했습니까?',
  notesNeeded: '확인한 내용을 적어 주세요. 기록됩니다.',
  noReview: '그런 검토가 없습니다.',
  reviewedAlready: (s) => `${s.time}에 ${s.person}님이 이미 검토했습니다.`,
  reviewOwn: '본인이 한 비상 실행입니다.',
  reviewOwnHint: '다른 사람이 검토를 닫아야 합니다.',
  reviewLine: (s) => `검토 대기 ${s.ago}: ${s.person}님의 ${s.service} ${s.runbook} 비상 실행 (${s.run})`,
  noReviews: '검토: 대기 없음',
  homeReviews: '검토할 비상 실행',
  heldBy: (s) => `${s.runbook} \`${s.run}\`이(가) 잡고 있음, ${s.time} ${s.person} 요청`,

  locked: (s) =>
    `${s.service}은(는) ${s.runbook} ${s.run}이(가) 잡고 있습니다 (${s.status}). ${s.since}에 ${s.person} 요청, ${s.ago} 전.`,
  lockedHint: (s) =>
    `카드에서 진행 상황을 보거나 /runbook cancel ${s.run} (터미널: npx watchkeeper cancel ${s.run}) 으로 끝내세요.`,

  tooFast: (s) =>
    `${s.seconds}초에 명령이 ${s.count}개를 넘었습니다. 이 명령은 처리하지 않았습니다. ${s.wait}초 뒤 다시 시도하세요.`,

  totpUsage: 'npx watchkeeper totp enrol <사람> [--replace] · list · remove <사람>',
  totpNoPerson: (s) => `인벤토리에 ${s.typed}(이)라는 사람이 없습니다. 사람: ${s.names}`,
  totpEnrolledAlready: (s) => `${s.person}님은 이미 인증 앱을 등록했습니다.`,
  totpReplaceHint: '새 키를 만들려면 --replace를 붙이세요. 이전 키는 바로 쓸 수 없게 됩니다.',
  totpEnrolled: (s) =>
    `${s.person}: 인증 앱으로 찍거나 키 ${s.key}을(를) 입력하세요\n이번에만 보여 드립니다. 보는 사람은 누구나 같은 코드를 만들 수 있습니다.`,
  totpNone: '등록된 인증 앱이 없습니다.',
  totpListed: (s) => `${s.person}  ${s.since}부터${s.isLocked ? ', 틀린 코드로 잠김' : ''}`,
  totpRemoved: (s) => `${s.person}님의 인증 앱을 지웠습니다.`,
  totpNotEnrolled: (s) => `${s.person}님은 등록한 인증 앱이 없습니다.`,
};
