import { expect, it } from 'vitest';
import { failover } from '../../commands/failover.ts';
import { watchkeeper } from '../../commands/watchkeeper.ts';
import { isCommand } from '../../src/core/command.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { loadDefinitions } from '../../src/load.ts';
import { createCommandContext } from '../support/command-context.ts';

it.each(['', 'help', 'HELP'])('"%s" makes its help from the commands themselves', async (typed) => {
  const { type } = createCommandContext({}, { commands: [watchkeeper, failover] });
  const reply = await type(watchkeeper, typed);
  expect(reply).toMatchObject({
    text: expect.stringMatching(
      /\*\/failover\* `<service> \[--dry-run\] \[reason…\]`\n.*primary is down[^]*\/watchkeeper/,
    ),
  });
  expect(reply).toMatchObject({ text: expect.stringContaining('e.g. `/failover nextuse home router is dead`') });
});

it('shows how the bot is doing', async () => {
  const { type } = createCommandContext();
  expect(await type(watchkeeper, 'status')).toEqual({
    kind: 'text',
    text: '*Watchkeeper*\nversion 0.1.0\nstore: sqlite',
  });
  await expect(type(watchkeeper, 'sttaus')).rejects.toThrow('No "sttaus" here. Did you mean status?');
  await expect(type(watchkeeper, 'status --all')).rejects.toMatchObject({ code: 'invalid_input' });
});

it('every command has its own name, a summary in both languages, and examples that begin with it', async () => {
  const commands = await loadDefinitions('commands', isCommand);
  expect(commands.map(({ name }) => name)).toEqual([
    '/alerts',
    '/audit',
    '/dns',
    '/failback',
    '/failover',
    '/freeze',
    '/runbook',
    '/silence',
    '/standby',
    '/switchover',
    '/unfreeze',
    '/watchkeeper',
  ]);
  for (const { name, summary, examples } of commands) {
    expect(summary(catalogues.en)).toMatch(/^[A-Z].*\.$/);
    expect(summary(catalogues.ko)).toMatch(/[가-힣].*니다\.$/);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(`${example} `.startsWith(`${name} `)).toBe(true);
  }
});
