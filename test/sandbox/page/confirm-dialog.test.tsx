import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { ConfirmDialog } from '../../../sandbox/page/blocks/elements/confirm-dialog.tsx';
import { PressWarning } from '../../../sandbox/page/blocks/elements/press-warning.tsx';
import { HostContext } from '../../../sandbox/page/blocks/host.ts';
import type { JsonObject } from '../../../sandbox/slack/json-object.ts';
import { mina, read } from './draw.tsx';

const nothing = (): void => {};
const ask = (confirm: JsonObject): string =>
  renderToString(
    <HostContext.Provider value={mina}>
      <ConfirmDialog confirm={confirm} onConfirm={nothing} onDeny={nothing} />
    </HostContext.Provider>,
  );
const plain = (text: string) => ({ type: 'plain_text', text });

test('a confirm dialog says what is asked, and what each button does', () => {
  const html = ask({
    title: plain('Approve?'),
    text: { type: 'mrkdwn', text: 'It *moves* users.' },
    confirm: plain('Approve'),
    deny: plain('Keep'),
    style: 'danger',
  });
  expect(read(html)).toBe('Approve? It moves users. Keep Approve');
  expect(html).toMatch(/<dialog [^>]*aria-labelledby="(.+?)"[^>]*aria-describedby="(.+?)".*id="\1".*id="\2"/);
  expect(html).toMatch(/bk-button-danger"[^>]*>Approve</);
});

test('what the app leaves out is said as Slack says it', () => {
  const html = ask({ text: plain('Go?') });
  expect(read(html)).toBe('Are you sure? Go? Cancel Yes');
  expect(html).toMatch(/bk-button-primary"[^>]*>Yes</);
});

test('what did not get through is a sign with words', () => {
  const warn = (error: string): string =>
    renderToString(
      <HostContext.Provider value={mina}>
        <PressWarning error={error} />
      </HostContext.Provider>,
    );
  for (const error of ['operation_timeout', 'dispatch_failed']) {
    expect(warn(error)).toContain('title="This app didn\'t respond in time"');
    expect(read(warn(error))).toBe("⚠This app didn't respond in time");
  }
  expect(read(warn('message_not_found'))).toBe('⚠That could not be done');
});
