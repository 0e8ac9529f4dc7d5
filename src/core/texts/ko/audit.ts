import type { audit as English } from '../en/audit.ts';

export const audit: typeof English = {
  summary: '최근 감사 기록과 체인의 헤드를 보여 줍니다.',
  usage: [
    '사용법: npx watchkeeper audit <show|verify|export|output>',
    '  show [필터] [--n 20] [--json]                      최근 기록',
    '  verify [--file export.jsonl] [--head <해시>]       체인이 온전한가? 온전할 때만 0. --head는 Slack에 있는 값',
    '  export [필터] [--format jsonl|csv] [--out 파일]    모든 기록, 오래된 것부터',
    '  output <다이제스트>                                기록의 다이제스트로 찾는 단계의 전체 출력',
    '필터: --run <id> --service <이름> --person <이름> --act <행위> --since <시각> --until <시각>',
    '시각: 2026-11-27, 2026-11-27T03:00Z 또는 2d 같은 기간. WATCHKEEPER_STORE의 데이터베이스를 읽으며, 봇이 실행 중이어도 됩니다.',
  ].join('\n'),
  unknownPart: (s) => `"audit ${s.typed}"은(는) 없습니다.${s.nearest === undefined ? '' : ` 혹시 ${s.nearest}입니까?`}`,
  usageHint: '참고: npx watchkeeper audit help',
  badArguments: (s) => `이해할 수 없습니다: ${s.reason}`,
  badTime: (s) => `--${s.option}: "${s.typed}"은(는) 시각이 아닙니다`,
  badTimeHint: '2026-11-27, 2026-11-27T03:00Z 또는 90m, 26h, 2d 같은 기간을 쓰세요.',
  badCount: (s) => `"${s.typed}"은(는) 기록 수가 아닙니다. 1에서 ${s.most} 사이로 쓰세요.`,
  badFormat: (s) => `${s.typed} 형식은 없습니다. jsonl 또는 csv로 쓰세요.`,
  badHead: (s) => `"${s.typed}"은(는) 헤드가 아닙니다. 감사 채널에서 16진수 64자리 중 16자리 이상을 복사하세요.`,
  badRun: (s) => `실행 id가 아닙니다: ${s.typed}`,
  storeNotRead: 'WATCHKEEPER_STORE의 저장소를 여기서 읽을 수 없습니다. --file로 내보낸 파일을 지정하세요.',
  noFile: (s) => `${s.path}을(를) 읽을 수 없습니다: ${s.reason}`,
  noFileHint: '경로와 권한을 확인하거나 --file로 다른 파일을 지정하세요.',
  notWritten: (s) => `${s.path}에 쓸 수 없습니다: ${s.reason}`,
  notWrittenHint: '--out으로 다른 곳을 지정하세요. 쓰다 만 파일은 내보내기가 아닙니다.',

  whole: (s) => `체인이 온전합니다: ${s.entries}건, 헤드 ${s.hash} (${s.at}).`,
  empty: '기록이 없습니다.',
  broken: (s) => `체인이 ${s.sequence}번 기록에서 끊깁니다: ${s.why}. 그 앞의 ${s.after}건은 온전합니다.`,
  why: {
    sequence: '다른 번호가 있으므로 기록이 삭제, 삽입 또는 이동되었습니다',
    previous: '앞 기록과 이어지지 않으므로 둘 중 하나가 바뀌었거나 사이의 기록이 삭제되었습니다',
    content: '기록될 때의 해시와 맞지 않으므로 변경되었습니다',
    shape: '기록으로 읽을 수 없습니다',
  },
  headFound: (s) => `헤드 ${s.hash}은(는) ${s.sequence}번 기록의 것입니다. 게시된 뒤 거기까지는 바뀐 것이 없습니다.`,
  headMissing: (s) => `헤드 ${s.hash}을(를) 가진 기록이 없습니다. 그 헤드가 게시된 뒤 기록이 다시 쓰였거나 잘렸습니다.`,
  outputsWhole: (s) => `함께 보관된 출력: ${s.count}개, 모두 다이제스트와 맞습니다.`,
  outputChanged: (s) => `출력 ${s.digest}이(가) 변경되어 다이제스트와 맞지 않습니다.`,
  compareHead: '헤드를 감사 채널의 최신 값과 비교하거나 --head로 그 값을 지정하세요.',
  partial: (s) => `${s.count}건. 필터로 내보낸 파일은 읽을 수만 있고, 검증은 전체 파일로만 할 수 있습니다.`,
  exported: (s) => `${s.path}에 ${s.count}건, 헤드 ${s.hash}.`,
  columns: ['#', '시각 (UTC)', '누가', '경로', '행위', '대상', '결과', '세부'],
  noEntries: '기록이 없습니다.',
  head: (s) => `체인의 헤드: ${s.sequence}번 기록, ${s.hash}`,
  noOutput: (s) => `${s.digest}(으)로 보관된 출력이 없습니다.`,
  noOutputHint: '기록의 details.outputs에서 다이제스트를 복사하세요: npx watchkeeper audit show.',

  command: {
    title: (s) => `*${s.about} 감사 기록*`,
    titleAll: '*감사 기록*',
    line: (s) =>
      `${s.sequence} · ${s.at} · ${s.person} · ${s.act}${s.about === '' ? '' : ` · ${s.about}`}${s.outcome === 'ok' ? '' : ` · ${s.outcome}`}`,
    unknown: (s) =>
      `"${s.typed}"은(는) 실행, 서비스, 사람이 아닙니다.${s.nearest === undefined ? '' : ` 혹시 ${s.nearest}입니까?`}`,
    unknownHint: '실행 id, 서비스, @사람을 쓰거나, 전체를 보려면 비워 두세요.',
    head: (s) => `체인의 헤드: ${s.sequence}번 기록, \`${s.hash}\`. 감사 채널과 비교하세요.`,
  },

  notWritable: {
    full: '데이터베이스에 쓸 수 없습니다: 디스크가 가득 찼습니다. 아무것도 하지 않았습니다.',
    read_only: '데이터베이스에 쓸 수 없습니다: 읽기 전용입니다. 아무것도 하지 않았습니다.',
    broken: '데이터베이스에 쓸 수 없습니다. 아무것도 하지 않았습니다.',
    away: '데이터베이스가 응답하지 않습니다. 아무것도 하지 않았습니다.',
  },
  notWritableHint: '기록할 수 없는 일은 하지 않습니다. 공간을 비우거나 데이터베이스를 고치면 실행이 스스로 이어집니다.',
};
