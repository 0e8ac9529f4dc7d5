import { useWords } from '../words.ts';

const NO_ANSWER = new Set(['operation_timeout', 'dispatch_failed']);

/** Slack's sign beside an element whose press did not get through. */
export function PressWarning({ error }: { error: string }) {
  const words = useWords();
  const text = NO_ANSWER.has(error) ? words.noAnswer : words.notDone;
  return (
    <span class="bk-warning" role="alert" title={text}>
      <span aria-hidden="true">⚠</span>
      <span class="bk-hidden">{text}</span>
    </span>
  );
}
