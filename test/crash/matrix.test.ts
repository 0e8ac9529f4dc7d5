import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { playCrashStory } from '../support/crash-story.ts';

// What a run passes depends on nothing but the run, apart from progress texts: one undisturbed story lists the points.
const folder = await mkdtemp(join(tmpdir(), 'watchkeeper-crash-'));
const trace = join(folder, 'trace');
await playCrashStory(undefined, trace);
const points = [...new Set(readFileSync(trace, 'utf8').trim().split('\n'))].filter(
  (label) => !/progress|nothing|:delivered#[2-9]/.test(label),
);
await rm(folder, { recursive: true });

/** Without this many points the matrix would prove little. */
const FEWEST_POINTS = 25;

describe('kill -9 at every transition of a failover', () => {
  it('there are transitions to die at', () => expect(points.length).toBeGreaterThan(FEWEST_POINTS));

  it.concurrent.each(points.flatMap((label) => [`before ${label}`, `after ${label}`]))('%s', async (point) => {
    const story = await playCrashStory(point);
    expect(story).toMatchObject({
      dnsWrites: 1,
      fences: 1,
      content: 'jin-backup.jin7942.co.kr',
      site: 'standby',
      doubled: [],
      brokenEntry: undefined,
      violations: [],
    });
    expect(story.cards).toHaveLength(1);
  });
});
