import { describe, expect, it } from 'vitest';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { runRemotely } from '../../src/steps/run-remotely.ts';
import { createRemote, createStepContext, unreachable, type Reaction } from '../support/step-context.ts';

const { definition } = runRemotely;
const params = { host: 'home', argv: ['rsync', '-a', '/srv/a b/', 'standby:/srv/'], timeoutMs: 60_000 };
const world = (reaction: Reaction) => createStepContext({ remote: createRemote({ 'home rsync': reaction }) });

describe('remote.exec', () => {
  it('runs by argv and keeps what came back', async () => {
    expect(await definition.apply(params, world('sent 4,096 bytes\n'))).toEqual({
      summary: "`rsync -a '/srv/a b/' standby:/srv/` on home succeeded in 0.0 s",
      outputs: [{ title: "home$ rsync -a '/srv/a b/' standby:/srv/", text: 'sent 4,096 bytes' }],
    });
  });

  it.each<[string, Reaction, string]>([
    [
      'a failure',
      { exitCode: 23, stderr: 'lots\nrsync error: some files\n' },
      'ended with 23: rsync error: some files',
    ],
    ['a failure without a word', { exitCode: 1 }, 'on home ended with 1'],
    ['a signal', { exitCode: null }, 'on home was ended by KILL'],
  ])('says %s', async (_, reaction, message) => {
    await expect(definition.apply(params, world(reaction))).rejects.toMatchObject({
      code: 'remote_failed',
      message: expect.stringContaining(message),
    });
  });

  it('lets a host that does not answer through', async () => {
    await expect(definition.apply(params, world(unreachable('home')))).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('has its own time, cannot be taken back, and never guesses after a crash', async () => {
    const { timeoutMs } = definition;
    expect(typeof timeoutMs === 'function' && timeoutMs(params)).toBe(70_000);
    expect(definition.irreversible?.(params, catalogues.en)).toBe('A command cannot be taken back by the bot.');
    expect(await definition.probe?.(params, createStepContext())).toBe('unknown');
    expect(await definition.observe?.(params, createStepContext())).toEqual({
      summary: "Run on home: `rsync -a '/srv/a b/' standby:/srv/`",
      facts: {},
    });
    expect(definition.howToCheck?.(params, createStepContext())).toEqual(['ssh deploy@203.0.113.10 ps -ef']);
    expect(definition.params.safeParse({ ...params, argv: [] }).success).toBe(false);
    expect(definition.title({ ...params, title: 'Copy last data' }, catalogues.en)).toBe('Copy last data');
  });
});
