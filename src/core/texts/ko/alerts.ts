import type { alerts as English } from '../en/alerts.ts';

export const alerts: typeof English = {
  unreadable: (s) => `${s.source}에서 온 읽을 수 없는 알림`,
  unreadableSummary: '온 그대로 보관했습니다. 처음 부분은 다음과 같습니다:',
  tooBig: (s) => `${s.source}에서 온 알림이 너무 큽니다`,
  tooBigSummary: '한 번에 32 MiB가 넘게 와서 나머지는 받지 않았습니다. 처음 부분은 다음과 같습니다:',
  emptyBody: '(없음)',
  logMatch: '로그에서 일치 발견',
  banned: (s) => `${s.jail}에서 ${s.ip} 차단`,
  deployment: (s) => `${s.environment} 배포 (${s.repository})`,
  noAnswer: (s) => `${s.host}에서 응답이 없습니다`,
  silencedBy: (s) => `${s.person} 알림 끔, ${s.until}까지`,
  silencedHere: '여기에서만: 보내는 쪽에 알림을 끄는 API가 없습니다',
  silenceComment: (s) => `${s.title} (${s.group})`,
  silenceHalf: (s) => {
    const unknown = s.isOneUnknown ? ['ID를 알 수 없는 것이 하나 더 있을 수 있음'] : [];
    return `${s.message}. 여기에서는 꺼지지 않았지만 ${s.host} 의 Alertmanager에 silence가 남아 있습니다: ${[...s.silences, ...unknown].join(', ')}. 끝날 때까지 해당하는 알림은 아무에게도 가지 않습니다.`;
  },
  silenceHalfHint: (s) => {
    const list = s.isOneUnknown
      ? ` 다른 것은 다음으로 찾으세요: amtool silence query --created-by=${s.person} --alertmanager.url=${s.url}`
      : '';
    const expire =
      s.silences.length === 0
        ? '그곳의 Silences 페이지에서 만료시키세요.'
        : `그곳에서 만료시키세요: amtool silence expire ${s.silences.join(' ')} --alertmanager.url=${s.url}`;
    return `${expire}${list}`;
  },
  notSilenced: '꺼져 있지 않은 알림입니다.',
  buttonSilence: '알림 끄기',
  buttonUnsilence: '알림 켜기',
  silenceFor: (s) => `${s.hours}시간`,
  apiRefused: (s) => `${s.host}에서 거절함: ${s.reason}`,
  commandAlerts: '발생 중인 알림을 보여 줍니다.',
  commandSilence: '알림을 잠시 끕니다. 가능하면 보내는 쪽에서도 끕니다.',
  noneOpen: '발생 중인 알림이 없습니다.',
  moreOpen: '… (더 있음, 서비스를 적으면 줄어듭니다)',
  silenceUsage: '무엇을 얼마 동안 끌지 적어 주세요.',
  silenceUsageHint: '예: /silence NextuseDown 1h 공유기 교체. 최대 7d.',
  silencedNow: (s) => `${s.duration} 동안 껐습니다: ${s.titles}`,
  noneMatch: '발생 중인 알림 중 맞는 것이 없습니다.',
  noneNamed: (s) => `${s.name}이라는 알림은 발생 중이 아닙니다.`,
  seeAlerts: '/alerts를 보세요.',
  storm: (s) => `알림 폭주: 모두 ${s.count}개, 해소되지 않음 ${s.open}개`,
  stormServices: (s) => `서비스: ${s.top}`,
  stormNames: (s) => `이름: ${s.top}`,
  stormLate: (s) => `Slack에 올리는 속도보다 빨리 오고 있습니다. 가장 오래된 것이 ${s.seconds}초째 기다립니다.`,
  stormThread: '모두 스레드에 이름으로 나열합니다. 심각한 알림은 따로 올립니다.',
  stormOver: '폭주가 끝났습니다. 모든 알림이 스레드에 이름으로 나열되어 있습니다.',
  stormActs: '한 종류를 조용히 하려면 /silence <이름> <기간>, 열려 있는 알림은 /alerts 입니다.',
  stormPage: (s) => `알림 ${s.from}–${s.to}`,
  stormFile: (s) => `이번 폭주의 알림 ${s.count}개 전부`,
  escalated: (s) => `아무도 확인하지 않은 심각한 알림: ${s.title} ${s.duration}`,
  openAlert: '알림 열기',
  callUnclaimed: (s) => `심각한 알림을 ${s.duration} 동안 아무도 확인하지 않았습니다.`,
  callAcknowledged: (s) => `${s.person} 확인, ${s.duration} 만에.`,
  callSilenced: (s) => `${s.person} 알림 끔, ${s.duration} 만에.`,
  callResolved: (s) => `${s.duration} 만에 해소되었습니다.`,
  callOver: '그때 일은 끝났고, 지금 다시 발생했습니다.',
  reminder: (s) => `확인한 지 30분이 지났지만 아직 발생 중: ${s.title}`,
  flapped: (s) =>
    `${s.duration} 동안 ${s.changes}번 바뀜: 발생 ${s.firing}, 해소 ${s.resolved}; 마지막: ${s.last} ${s.time}`,
  flapOver: (s) => `${s.duration} 동안 변화 없음, 더는 오락가락하지 않음`,
  flapThread: (s) =>
    s.count === 1
      ? '발생과 해소를 되풀이하고 있습니다. 바뀐 내용은 스레드에 모아서 알립니다.'
      : `${s.count}개가 발생과 해소를 되풀이하고 있습니다. 바뀐 내용은 스레드에 모아서 알립니다.`,
  flapNow: (s) => `지금까지 ${s.changes}번; 현재: ${s.last}`,
  newcomer: (s) => `이 묶음에 새로 발생한 심각한 알림: ${s.title}`,
  watchdog: (s) => `${s.name}에서 소식이 없습니다`,
  watchdogSummary: (s) => `${s.duration} 동안 아무 소식이 없습니다. 다른 알림도 오지 않을 수 있습니다.`,
  unnamed: '이름 없는 알림',

  severity: { critical: '심각', error: '오류', warning: '경고', info: '정보', none: '등급 없음' },
  state: {
    firing: '발생 중',
    reopened: '다시 발생',
    flapping: '오락가락',
    acknowledged: '확인됨',
    silenced: '알림 끔',
    stale: '소식 없음',
    resolved: '해소됨',
  },
  unmapped: '연결된 서비스 없음',
  service: (s) => `서비스 ${s.service}`,
  since: (s) => `${s.time}부터`,
  resolvedAt: (s) => `${s.time} 해소, ${s.duration} 만에`,
  again: (s) => `×${s.count}`,
  counts: (s) => `${s.total}개 중 ${s.open}개 발생 중`,
  unlisted: (s) => `보내는 쪽이 생략한 ${s.count}개 더 있음`,
  from: (s) => `${s.source}에서`,
  acknowledgedBy: (s) => `${s.person} 확인, ${s.time}, ${s.duration} 만에`,
  newSince: (s) => `그 뒤 새로 ${s.count}개`,
  values: (s) => `측정값: ${s.values}`,
  more: (s) => `… (${s.count} 더 있음)`,
  movedHere: (s) => `${s.channel}에 올릴 알림이지만 그곳에 글을 쓸 수 없습니다. /invite @watchkeeper로 초대해 주세요.`,
  linkSource: '출처',
  linkDashboard: '대시보드',
  linkRunbook: '런북',
  linkImage: '그림',

  buttonAcknowledge: '확인',
  buttonAcknowledgeStorm: '모두 확인',
  confirmStartTitle: (s) => `${s.service} ${s.runbook}?`,
  confirmStart: (s) =>
    `“${s.runbook}” 실행을 요청합니다. 먼저 살펴보고, 승인이 필요한 것은 바꾸기 전에 승인을 요청합니다.`,
  buttonFailover: '장애 조치 시작',
  buttonStart: (s) => `${s.runbook} 시작`,
  startReason: (s) => `알림: ${s.title}`,

  noGroup: '이 알림은 이제 데이터베이스에 없습니다.',
  alreadyAcknowledged: (s) => `${s.person} 님이 이미 확인했습니다.`,
  alreadyResolved: '이미 해소된 알림입니다.',
  noSuggestion: '이 알림은 이제 그 런북을 제안하지 않습니다.',
};
