import type { watchers as English } from '../en/watchers.ts';

export const watchers: typeof English = {
  looksDown: (s) => `${s.service}: 주 사이트가 중단된 것으로 보입니다`,
  isBack: (s) => `${s.service}: 주 사이트가 돌아왔습니다`,
  since: (s) => `${s.time}부터`,
  lookedDown: (s) => `${s.from}부터 ${s.to}까지 중단된 것으로 보였습니다 (${s.duration})`,
  signs: (s) => (s.count === 1 ? '남은 징후 1개:' : `서로 독립된 곳의 징후 ${s.count}개:`),
  noSigns: '남은 징후가 없습니다. 30초 동안 그대로면 돌아온 것으로 봅니다.',
  wereSigns: '있었던 징후:',
  alertSign: (s) => `${s.source}: ${s.title}`,
  probeSign: (s) => `봇이 직접 확인: ${s.text}`,
  gone: (s) => `${s.time}에 사라짐`,
  probeAnswered: '응답함',
  nothingDone: '아무것도 바꾸지 않았습니다. 버튼은 명령과 똑같이 실행을 요청하며, 필요한 승인은 그때 묻습니다.',
  confirmStart: (s) => `“${s.runbook}” 실행을 요청합니다. 먼저 살펴보고, 승인이 필요한 변경 전에는 승인을 묻습니다.`,
  startReason: (s) => `주 사이트 중단으로 보임: ${s.signs}`,
  isOver: '주 사이트가 돌아왔습니다. 더 제안할 것이 없습니다.',

  selfTest: (s) =>
    `자가 점검: 한동안 Slack에서 아무것도 오지 않으면 이 메시지를 고쳐 Slack이 알려 주는지 봅니다. 마지막: ${s.time}`,
  deaf: (s) =>
    `Slack이 봇의 글은 받지만, ${s.time}부터 여기서 하는 일이 봇에 전해지지 않습니다. 명령과 버튼이 동작하지 않을 수 있습니다. 다시 연결하고, 안 되면 재시작합니다. 그동안 봇이 있는 컴퓨터에서 \`npx watchkeeper\`를 쓸 수 있습니다.`,
  heardAgain: (s) =>
    `여기서 하는 일이 다시 봇에 전해집니다 (${s.from}부터 ${s.to}까지 전해지지 않았습니다). 그동안 입력하거나 누른 것은 사라졌으니 다시 해 주세요.`,

  hearing: (s) =>
    s.ago === undefined ? 'Slack에서 아직 아무것도 오지 않았습니다' : `Slack에서 마지막으로 온 것: ${s.ago} 전`,
  hearingState: {
    off: '자가 점검 꺼짐',
    unproven:
      '자가 점검: Slack이 봇의 메시지를 아직 보여 주지 않았습니다. 계속 그러면 manifest.yml로 앱을 다시 설치하고 채널에 봇을 초대하세요',
    hears: '자가 점검 통과',
    asking: '자가 점검: 물었고 아직 듣지 못함',
    deaf: '듣지 못함: 사람들이 하는 일이 봇에 전해지지 않습니다',
    unanswered: '자가 점검: Slack이 봇의 글을 받지 않습니다',
  },
  heartbeatOff: '생존 신호: 인벤토리에 없음',
  heartbeatSent: (s) => `생존 신호: ${s.ago} 전에 보냄`,
  heartbeatNone: '생존 신호: 아직 보내지 않음',
  heartbeatFailed: (s) => `마지막 시도 실패: ${s.reason}`,
  heartbeatHeldBack: (s) => `보류 중: ${s.reason}`,
  heartbeatReason: {
    store: '데이터베이스에 쓸 수 없음',
    slack: '최근에 Slack을 듣지 못함',
    unreachable: '응답 없음',
  },
};
