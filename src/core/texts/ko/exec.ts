import { formatDuration } from '../../duration.ts';
import type { exec as English } from '../en/exec.ts';

export const exec: typeof English = {
  execTitle: (s) => `${s.host} 명령 실행`,
  execDescribe: (s) => `${s.host} 호스트에서 실행합니다: \`${s.command}\``,
  execDescribeDetached: (s) => `${s.host} 호스트에서 실행합니다 (연결이 끊겨도 계속됩니다): \`${s.command}\``,
  execDone: (s) => `${s.host} 호스트에서 \`${s.command}\` 명령이 ${formatDuration(s.durationMs)} 만에 성공했습니다`,
  execIrreversible: '명령이 한 일은 봇이 되돌릴 수 없습니다.',
  execProgress: (s) =>
    [
      ...(s.percent === undefined ? [] : [s.percent]),
      `${s.host}에서 ${formatDuration(s.elapsedMs)}째`,
      ...(s.lastLine === undefined ? [] : [s.lastLine]),
    ].join(' · '),
  execEnded: (s) =>
    `${s.host} 호스트의 \`${s.command}\` 명령을 ${formatDuration(s.elapsedMs)} 만에 봇이 끝냈습니다. 명령은 아직 끝나지 않은 상태였습니다`,
  execEndedHint: '어디까지 진행됐는지는 스레드에서, 무엇이 남았는지는 호스트에서 확인하세요.',
  execTooLong: (s) =>
    `${s.host} 호스트의 \`${s.command}\` 명령이 ${formatDuration(s.limitMs)} 안에 끝나지 않아 중단했습니다`,
  execVanished: (s) =>
    `${s.host} 호스트의 \`${s.command}\` 명령이 종료 코드 없이 사라졌습니다 (${formatDuration(s.elapsedMs)} 전에 시작됨)`,
  execVanishedHint: '호스트가 다시 시작된 것 같습니다. 어디까지 진행됐는지 호스트에서 확인하세요.',
  execNotFollowed: (s) => `${s.host} 호스트에서 \`${s.command}\` 명령은 계속되지만 지금은 지켜볼 수 없습니다`,
  cannotDetach: (s) =>
    `${s.host} 호스트는 연결이 끊긴 뒤에도 계속되는 명령을 실행할 수 없습니다${s.said === undefined ? '' : `: ${s.said}`}`,
  cannotDetachHint: '배포 계정에 POSIX 셸과 쓸 수 있는 홈 디렉터리가 필요합니다.',
};
