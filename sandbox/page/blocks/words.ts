import { useHost } from './host.ts';

const en = {
  seeMore: 'See more',
  seeLess: 'See less',
  unknownBlock: 'This block cannot be shown here: {type}',
  noAnswer: "This app didn't respond in time",
  notDone: 'That could not be done',
  optional: '(optional)',
  opensNewTab: '(opens in a new tab)',
  moreActions: 'More actions',
  chooseOption: 'Choose an option',
  choosePerson: 'Choose a person',
  charactersLeft: '{count} characters left',
  charactersTooMany: '{count} characters too many',
  confirmTitle: 'Are you sure?',
  confirmYes: 'Yes',
  confirmNo: 'Cancel',
  privateChannel: 'private channel',
  table: 'Table',
  waiting: 'Waiting for the app',
  levels: { default: 'Note', info: 'Info', warning: 'Warning', error: 'Error', success: 'Success' },
};

const ko: typeof en = {
  seeMore: '더 보기',
  seeLess: '간단히 보기',
  unknownBlock: '여기에 표시할 수 없는 블록입니다: {type}',
  noAnswer: '앱이 제때 응답하지 않았습니다',
  notDone: '처리하지 못했습니다',
  optional: '(선택 사항)',
  opensNewTab: '(새 탭에서 열림)',
  moreActions: '추가 작업',
  chooseOption: '옵션 선택',
  choosePerson: '사용자 선택',
  charactersLeft: '{count}자 남음',
  charactersTooMany: '{count}자 초과',
  confirmTitle: '계속할까요?',
  confirmYes: '예',
  confirmNo: '취소',
  privateChannel: '비공개 채널',
  table: '표',
  waiting: '앱의 응답을 기다리는 중',
  levels: { default: '참고', info: '정보', warning: '경고', error: '오류', success: '성공' },
};

/** What Slack's client itself says around blocks, in the reader's language. */
export const useWords = (): typeof en => (useHost().context.locale === 'ko' ? ko : en);
