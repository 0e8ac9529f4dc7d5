import { describe, expect, it } from 'vitest';
import { dns } from '../../commands/dns.ts';
import { failback } from '../../commands/failback.ts';
import { failover } from '../../commands/failover.ts';
import { standby } from '../../commands/standby.ts';
import { switchover } from '../../commands/switchover.ts';
import { OpsError } from '../../src/core/errors.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createCommandContext } from '../support/command-context.ts';

const count = (text: string): number => [...new Intl.Segmenter().segment(text)].length;

describe('what people type after /failover', () => {
  it.each<[string, string, boolean]>([
    ['nextuse', '', false],
    ['  nextuse  ', '', false],
    ['Nextuse', '', false],
    ['nextuse home router is dead', 'home router is dead', false],
    ['nextuse "home router is dead"', 'home router is dead', false],
    ['nextuse “home router is dead”', 'home router is dead', false],
    ['nextuse it’s dead', "it's dead", false],
    ['nextuse --dry-run', '', true],
    ['nextuse —dry-run', '', true],
    ['nextuse –dry-run just looking', 'just looking', true],
    ['--dry-run nextuse just looking', 'just looking', true],
    ['nextuse just —dry-run looking', 'just looking', true],
    ['nextuse 집 공유기가 죽었습니다', '집 공유기가 죽었습니다', false],
    ['nextuse <@U0MINA> said <!channel> so', '<@U0MINA> said <!channel> so', false],
    ['nextuse router down - all of it', 'router down - all of it', false],
    ['nextuse "--force is not a flag"', '--force is not a flag', false],
  ])('%s', async (text, reason, isDryRun) => {
    const { type, requests } = createCommandContext();
    await type(failover, text);
    expect(requests).toEqual([
      {
        runbook: 'failover',
        service: 'nextuse',
        reason,
        isDryRun,
        channel: 'C0INCIDENTS',
        actor: { person: 'jin', slackId: 'U0JIN', via: 'slack' },
      },
    ]);
  });

  it.each([
    ['letters', 'a'.repeat(3_000)],
    ['Korean', '가'.repeat(3_000)],
    ['families', '👨‍👩‍👧‍👦'.repeat(600)],
    ['marks on one letter', `so a${'\u0301'.repeat(9_000)} b`],
  ])('a reason of 3,000 %s is cut between characters', async (_, reason) => {
    const { type, requests } = createCommandContext();
    await type(failover, `nextuse ${reason}`);
    const sent = requests[0]?.reason ?? '';
    expect(count(sent)).toBeLessThanOrEqual(500);
    expect(sent.endsWith('…')).toBe(true);
    expect(sent.isWellFormed()).toBe(true);
    expect(sent.length).toBeLessThanOrEqual(8_001);
  });

  it('a reason of just 500 characters stays whole', async () => {
    const { type, requests } = createCommandContext();
    await type(failover, `nextuse ${'가'.repeat(500)}`);
    expect(requests[0]?.reason).toBe('가'.repeat(500));
  });

  it.each<[string, string, string]>([
    ['nextsue', 'not_found', 'No service named nextsue. Did you mean nextuse?'],
    ['shop', 'not_found', 'No service named shop.'],
    ['constructor', 'not_found', 'No service named constructor.'],
    ['nextuse --dryrun', 'invalid_input', 'No flag named --dryrun here. Did you mean --dry-run?'],
    ['nextuse --force', 'invalid_input', 'No flag named --force here.'],
    ['nextuse —dryrun', 'invalid_input', 'No flag named --dryrun here. Did you mean --dry-run?'],
  ])('%s starts nothing', async (text, code, message) => {
    const { type, requests } = createCommandContext();
    await expect(type(failover, text)).rejects.toMatchObject({ code, message, hint: expect.any(String) });
    expect(requests).toEqual([]);
  });

  it('names the services there are', async () => {
    await expect(createCommandContext().type(failover, 'shop')).rejects.toMatchObject({ hint: 'Use one of: nextuse.' });
  });

  it.each(['', '   ', '--dry-run'])('"%s" opens the menu, even with only one service', async (text) => {
    const { type, requests } = createCommandContext();
    expect(await type(failover, text)).toEqual({ kind: 'choose_service', runbook: 'failover' });
    expect(requests).toEqual([]);
  });

  it('lets the lock speak for itself', async () => {
    const locked = new OpsError('conflict', 'nextuse is locked by run_X');
    const { type } = createCommandContext({ request: () => Promise.reject(locked) });
    await expect(type(failover, 'nextuse')).rejects.toBe(locked);
  });
});

describe('the answer', () => {
  it.each([
    [failover, 'nextuse', 'It looks first and changes nothing; then its card here asks for approval.'],
    [failover, 'nextuse --dry-run', 'Dry run: it looks, shows the plan and changes nothing.'],
    [standby, 'nextuse', 'It only looks; its card here shows the result.'],
  ])('says the run and what happens next', async (command, text, next) => {
    const reply = await createCommandContext().type(command, text);
    expect(reply).toMatchObject({ kind: 'text', text: expect.stringContaining('`run_01JD0000000000000ABC`') });
    expect(reply).toMatchObject({ text: expect.stringContaining(next) });
  });

  it('comes in Korean', async () => {
    const reply = await createCommandContext({}, { texts: catalogues.ko }).type(failover, 'nextuse');
    expect(reply).toMatchObject({ text: expect.stringContaining('*nextuse* 서비스의 `failover` 런북을 요청했습니다') });
  });
});

it.each([
  [switchover, 'switchover'],
  [failback, 'failback'],
  [standby, 'standby-check'],
  [dns, 'dns-show'],
] as const)('$name asks for its runbook', async (command, runbook) => {
  const { type, requests } = createCommandContext();
  await type(command, 'nextuse because');
  expect(requests).toMatchObject([{ runbook, service: 'nextuse', reason: 'because' }]);
  expect(await type(command, '')).toEqual({ kind: 'choose_service', runbook });
});

it('/standby and /dns have no dry run: they only look', async () => {
  for (const command of [standby, dns]) {
    await expect(createCommandContext().type(command, 'nextuse --dry-run')).rejects.toMatchObject({
      code: 'invalid_input',
    });
  }
});
