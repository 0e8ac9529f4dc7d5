import { describe, expect, it } from 'vitest';
import { isOwnMessage, mayExit, toHearingNote } from '../../src/slack/judge-hearing.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const MINUTE = 60_000;

describe('ending to be started anew', () => {
  it.each<[string, Parameters<typeof mayExit>[0], boolean]>([
    ['the first time', {}, true],
    ['four minutes after the last', { exitedAt: NOW - 4 * MINUTE, exitsInVain: 1 }, false],
    ['five minutes after', { exitedAt: NOW - 5 * MINUTE, exitsInVain: 1 }, true],
    ['soon after one that did help', { exitedAt: NOW - 4 * MINUTE }, false],
    ['when three did not help', { exitedAt: NOW - 19 * MINUTE, exitsInVain: 3 }, false],
    ['and later', { exitedAt: NOW - 20 * MINUTE, exitsInVain: 3 }, true],
    ['once an hour at last', { exitedAt: NOW - 60 * MINUTE, exitsInVain: 40 }, true],
  ])('%s', (_, note, may) => {
    expect(mayExit(note, NOW)).toBe(may);
  });
});

it('what was found out in another channel proves nothing here; when it ended last is kept', () => {
  const note = { channel: 'C0AUDIT', ts: '1.2', isProven: true, exitedAt: NOW };
  expect(toHearingNote(note, 'C0AUDIT')).toEqual(note);
  expect(toHearingNote(note, 'C0OTHER')).toEqual({ channel: 'C0OTHER', exitedAt: NOW });
  expect(toHearingNote('old', 'C0AUDIT')).toEqual({ channel: 'C0AUDIT' });
});

describe('our own message', () => {
  const us = { botId: 'B0BOT', botUserId: 'U0BOT' };
  it.each<[string, object, boolean]>([
    ['posted', { bot_id: 'B0BOT', user: 'U0BOT' }, true],
    ['changed', { subtype: 'message_changed', message: { bot_id: 'B0BOT' } }, true],
    ['deleted', { subtype: 'message_deleted', previous_message: { user: 'U0BOT' } }, true],
    ['of a person', { user: 'U0JIN' }, false],
    ['of another bot', { subtype: 'bot_message', bot_id: 'B0OTHER' }, false],
  ])('%s', (_, event, isOurs) => {
    expect(isOwnMessage(event, us)).toBe(isOurs);
  });
});
