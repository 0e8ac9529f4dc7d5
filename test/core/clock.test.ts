import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';

beforeEach(() => vi.useFakeTimers({ now: new Date('2026-11-21T08:12:00Z') }));
afterEach(() => vi.useRealTimers());

const watched = (sleep: Promise<void>): { isOver(): boolean } => {
  let isOver = false;
  void sleep.then(() => (isOver = true));
  return { isOver: () => isOver };
};

it('tells the time', () => {
  expect(systemClock.now()).toEqual(new Date('2026-11-21T08:12:00Z'));
});

it('sleeps as long as it is told to, and leaves no listener behind', async () => {
  const { signal } = new AbortController();
  const sleep = watched(systemClock.sleep(1_000, signal));
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(999);
  expect(sleep.isOver()).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(sleep.isOver()).toBe(true);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

it('ends early and without an error when aborted, and leaves neither timer nor listener behind', async () => {
  const controller = new AbortController();
  const sleep = systemClock.sleep(3_600_000, controller.signal);
  expect(vi.getTimerCount()).toBe(1);
  controller.abort(new Error('stop'));
  await expect(sleep).resolves.toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
});

it('does not sleep at all under a signal that was aborted before', async () => {
  const signal = AbortSignal.abort(new Error('stop'));
  await expect(systemClock.sleep(3_600_000, signal)).resolves.toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

it('needs no signal', async () => {
  const sleep = watched(systemClock.sleep(10));
  await vi.advanceTimersByTimeAsync(10);
  expect(sleep.isOver()).toBe(true);
});

it('is quiet after a thousand sleeps under one signal', async () => {
  const { signal } = new AbortController();
  for (let count = 0; count < 1_000; count++) {
    const sleep = systemClock.sleep(1, signal);
    await vi.advanceTimersByTimeAsync(1);
    await sleep;
  }
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  expect(vi.getTimerCount()).toBe(0);
});
