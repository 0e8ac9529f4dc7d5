import type { mail as English } from '../en/mail.ts';

export const mail: typeof English = {
  unclaimed: (s) => `심각한 알림을 ${s.duration} 동안 아무도 확인하지 않았습니다.`,
  acknowledged: (s) => `${s.person} 님이 ${s.duration} 만에 확인했습니다.`,
  silenced: (s) => `${s.person} 님이 ${s.duration} 만에 알림을 껐습니다.`,
  resolved: (s) => `${s.duration} 만에 해소되었습니다.`,
  subject: (s) => `[${s.severity}] ${s.title}${s.service === undefined ? '' : ` · ${s.service}`}`,
  severity: '등급',
  service: '서비스',
  since: '시작',
  source: '보낸 곳',
  open: 'Slack에서 열기',
  reason: 'Watchkeeper의 에스컬레이션에 이 주소가 있어서 보낸 메일입니다.',

  sent: (s) => `${s.to} 주소로 ${s.time}에 메일을 보냈습니다.`,
  notSent: (s) => `${s.to} 주소로 아직 메일을 보내지 못해 다시 시도합니다: ${s.reason}`,
  refusedFor: (s) => `${s.to} 주소로 메일을 보낼 수 없습니다: ${s.reason}`,

  unreachable: (s) => `${s.server} 서버가 메일을 받지 않습니다: ${s.reason}`,
  unreachableHint: 'alerts.mail의 host, port, encryption과 이 컴퓨터에서 그곳에 연결할 수 있는지 확인하세요.',
  untrusted: (s) => `${s.server} 서버를 믿을 수 없습니다: ${s.reason}`,
  untrustedHint: 'alerts.mail.host를 고치거나 alerts.mail.tls에 CA 파일을 적으세요.',
  noStartTls: (s) => `${s.server} 서버가 TLS를 시작하지 않습니다: ${s.reason}`,
  noStartTlsHint: '처음부터 TLS를 쓰는 서버(465번 포트)라면 alerts.mail.encryption을 tls로 적으세요.',
  loginRefused: (s) => `${s.server} 서버가 ${s.user} 로그인을 거절합니다: ${s.reason}`,
  loginRefusedHint: 'alerts.mail.user, 또는 인벤토리가 가져오는 비밀번호를 고치세요.',
  refused: (s) => `${s.server} 서버가 이 메일을 거절합니다: ${s.reason}`,
  refusedHint: '주소 또는 alerts.mail.from을 고치세요.',
  unknown: (s) => `${s.server} 서버가 메일을 받았는지 알 수 없습니다: ${s.reason}`,
};
