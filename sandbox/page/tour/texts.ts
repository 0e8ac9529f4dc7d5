export type StepName = 'break' | 'ask' | 'approve' | 'return' | 'read';

interface StepTexts {
  title: string;
  text: string;
  doIt: string;
}

const en: Record<StepName, StepTexts> = {
  break: {
    title: 'Break the primary',
    text: 'Users reach the primary site: see the strip at the right. Make its web server refuse connections. Seconds later the monitoring says so in #incidents.',
    doIt: 'Break it for me',
  },
  ask: {
    title: 'Ask for a failover',
    text: 'You are jin, on call. Type /failover nextuse and why. One card appears, with what the bot found and what it would change. Nothing has changed yet.',
    doIt: 'Type it for me',
  },
  approve: {
    title: 'Let somebody else say yes',
    text: 'Press Approve on the card: as jin you are refused, because you asked. Act as mina and approve. The record changes, the old answer runs out at the resolvers, and the users move.',
    doIt: 'Be mina',
  },
  return: {
    title: 'Bring the users back',
    text: 'Heal the web server, then type /failback nextuse all is well, and approve as the person who did not ask.',
    doIt: 'Heal it and type for me',
  },
  read: {
    title: 'Read what was written down',
    text: 'Each act stands in the audit trail before it was done, each entry holds the hash of the one before it, and the newest hash is posted in #audit. Now break something else: kill the bot in the middle, lose Cloudflare’s answer.',
    doIt: 'Check the chain',
  },
};

const ko: Record<StepName, StepTexts> = {
  break: {
    title: '주 사이트를 고장 내 보세요',
    text: '사용자는 지금 주 사이트로 연결됩니다(오른쪽 띠). 웹 서버가 연결을 거부하게 만드세요. 몇 초 뒤 모니터링이 #incidents 에 알립니다.',
    doIt: '대신 고장 내기',
  },
  ask: {
    title: '페일오버를 요청하세요',
    text: '당신은 당직자 jin 입니다. /failover nextuse 와 이유를 입력하세요. 봇이 확인한 것과 바꿀 것을 담은 카드 하나가 나타납니다. 아직 아무것도 바뀌지 않았습니다.',
    doIt: '대신 입력하기',
  },
  approve: {
    title: '다른 사람이 승인해야 합니다',
    text: '카드의 승인 버튼을 누르면 jin 은 거절됩니다. 요청한 사람이기 때문입니다. mina 가 되어 승인하세요. 레코드가 바뀌고, 리졸버의 옛 응답이 만료되면 사용자가 옮겨 갑니다.',
    doIt: 'mina 되기',
  },
  return: {
    title: '사용자를 되돌리세요',
    text: '웹 서버를 복구한 뒤 /failback nextuse 와 이유를 입력하고, 요청하지 않은 사람으로 승인하세요.',
    doIt: '복구하고 대신 입력하기',
  },
  read: {
    title: '기록을 읽어 보세요',
    text: '모든 행위는 실행 전에 감사 기록에 남고, 각 항목은 앞 항목의 해시를 담으며, 가장 새 해시는 #audit 에 올라갑니다. 이제 다른 것도 고장 내 보세요. 중간에 봇을 죽이거나 Cloudflare 의 응답을 잃어 보세요.',
    doIt: '체인 확인하기',
  },
};

export const tourTexts = { en, ko };
