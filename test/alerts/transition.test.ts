import { expect, test } from 'vitest';
import type { Alert, AlertReading } from '../../src/core/alert.ts';
import { toTransition } from '../../src/alerts/transition.ts';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const minutes = (count: number): number => count * 60_000;

function reading(change: Partial<AlertReading> = {}): AlertReading {
  return {
    key: 'k',
    status: 'firing',
    severity: 'critical',
    title: 'NextuseDown',
    labels: {},
    annotations: {},
    values: {},
    links: {},
    ...change,
  };
}

function known(change: Partial<Alert> = {}): Alert {
  return {
    ...reading(),
    id: 'alr_1',
    source: 'prometheus',
    episode: 'k@1',
    state: 'firing',
    startsAt: NOON,
    isStartKnown: true,
    receivedAt: NOON,
    lastSeenAt: NOON,
    changedAt: NOON,
    group: 'grp_1',
    counts: { seen: 1, flaps: 0 },
    ...change,
  };
}

test.each<[string, Alert | undefined, AlertReading, number, object]>([
  ['never heard of', undefined, reading(), NOON, { kind: 'new', state: 'firing' }],
  [
    'resolved before it was heard of',
    undefined,
    reading({ status: 'resolved' }),
    NOON,
    { kind: 'new', state: 'resolved' },
  ],
  ['the same again', known(), reading({ startsAt: NOON }), NOON, { kind: 'repeat' }],
  [
    'again while somebody has it',
    known({ state: 'acknowledged' }),
    reading({ startsAt: NOON }),
    NOON,
    { kind: 'repeat' },
  ],
  [
    'resolved',
    known({ state: 'acknowledged' }),
    reading({ status: 'resolved', startsAt: NOON }),
    NOON,
    { kind: 'changed', state: 'resolved' },
  ],
  [
    'resolved, said of the occurrence before this one',
    known(),
    reading({ status: 'resolved', startsAt: NOON - minutes(5) }),
    NOON,
    { kind: 'late' },
  ],
  [
    'fires again within half an hour',
    known({ state: 'resolved' }),
    reading({ startsAt: NOON + minutes(29) }),
    NOON + minutes(29),
    { kind: 'changed', state: 'reopened', isNewEpisode: true },
  ],
  [
    'fires again later',
    known({ state: 'resolved' }),
    reading({ startsAt: NOON + minutes(31) }),
    NOON + minutes(31),
    { kind: 'new', state: 'firing' },
  ],
  [
    'firing, overtaken by its resolve (two Alertmanagers)',
    known({ state: 'resolved' }),
    reading({ startsAt: NOON }),
    NOON + 15_000,
    { kind: 'late' },
  ],
  [
    'the same occurrence again minutes after it was called resolved (Prometheus was cut off from Alertmanager)',
    known({ state: 'resolved' }),
    reading({ startsAt: NOON }),
    NOON + minutes(5),
    { kind: 'changed', state: 'reopened' },
  ],
  [
    'a new occurrence whose end before was never said',
    known({ state: 'acknowledged' }),
    reading({ startsAt: NOON + minutes(1) }),
    NOON,
    { kind: 'changed', state: 'reopened' },
  ],
  [
    'heard of again after it was stale',
    known({ state: 'stale' }),
    reading(),
    NOON,
    { kind: 'changed', state: 'firing' },
  ],
  [
    'an older word where only the moment of saying is known',
    known({ isStartKnown: false, saidAt: NOON, state: 'resolved' }),
    reading({ saidAt: NOON - 1 }),
    NOON,
    { kind: 'late' },
  ],
  ['resolved twice', known({ state: 'resolved' }), reading({ status: 'resolved' }), NOON, { kind: 'repeat' }],
])('%s', (_, before, said, now, expected) => {
  expect(toTransition(before, said, now)).toMatchObject(expected);
});
