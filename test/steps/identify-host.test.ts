import { describe, expect, it } from 'vitest';
import { identifyHost } from '../../src/steps/identify-host.ts';
import { createRemote, createStepContext, unreachable, type Reaction } from '../support/step-context.ts';

const { apply } = identifyHost.definition;
const params = { host: 'standby', hostname: 'ip-10-0-0-7', minMemoryMb: 64, minDiskMb: 512 };
const df = (freeKib: number): string =>
  `Filesystem     1024-blocks    Used Available Capacity Mounted on\n/dev/root          8065444 2697780   ${freeKib}      34% /\n`;

function createWorld(reactions: Record<string, Reaction> = {}) {
  const remote = createRemote({
    'standby hostname': 'ip-10-0-0-7\n',
    'standby cat /proc/meminfo': 'MemTotal:  1000000 kB\nMemFree:   90000 kB\nMemAvailable:     421900 kB\n',
    'standby df -Pk /': df(5_351_280),
    ...reactions,
  });
  return createStepContext({ remote });
}

describe('host.identify', () => {
  it('says who the host is and what it has left', async () => {
    expect(await apply(params, createWorld())).toEqual({
      summary: 'ip-10-0-0-7, 412 MB free, disk 5.1 GB free',
      facts: { hostname: 'ip-10-0-0-7' },
    });
  });

  it('binds an approval to the name alone: memory wobbles', async () => {
    const later = createWorld({ 'standby cat /proc/meminfo': 'MemAvailable: 300000 kB\n' });
    expect((await apply(params, later)).facts).toEqual((await apply(params, createWorld())).facts);
  });

  it.each<[string, Record<string, Reaction>, string, string]>([
    [
      'another machine',
      { 'standby hostname': 'old-box\n' },
      'conflict',
      'Host standby calls itself old-box, not ip-10-0-0-7',
    ],
    [
      'too little memory',
      { 'standby cat /proc/meminfo': 'MemAvailable: 40960 kB\n' },
      'remote_failed',
      'Too little memory on standby: 40 MB free, 64 MB needed',
    ],
    [
      'too little disk',
      { 'standby df -Pk /': df(102_400) },
      'remote_failed',
      'Too little disk on standby: 100 MB free, 512 MB needed',
    ],
    [
      'an output that means nothing',
      { 'standby df -Pk /': 'df: busy' },
      'remote_failed',
      'Output of `df -Pk /` on standby cannot be read',
    ],
    [
      'a command that fails',
      { 'standby hostname': { exitCode: 1, stderr: 'hostname: no\n' } },
      'remote_failed',
      '`hostname` on standby ended with 1: hostname: no',
    ],
    [
      'a host that does not answer',
      { 'standby hostname': unreachable('standby') },
      'unreachable',
      'Host standby does not answer',
    ],
    ['a host that hangs', { 'standby hostname': 'never' }, 'unreachable', 'Standby does not answer within 5.0 s'],
  ])('refuses %s', async (_, reactions, code, message) => {
    await expect(apply(params, createWorld(reactions))).rejects.toMatchObject({ code, message });
  });

  it('takes any name where the inventory has none', async () => {
    const { hostname: _, ...rest } = params;
    const world = createWorld({ 'standby hostname': 'whatever\n' });
    expect((await apply(rest, world)).facts).toEqual({ hostname: 'whatever' });
  });
});
