import { describe, expect, test } from 'vitest';
import { checkMessageBlocks, findTooMuch } from '../../sandbox/slack/blockkit/message.ts';
import { toPlain } from '../../sandbox/slack/blockkit/plain.ts';
import { toObjects } from '../../sandbox/slack/json-object.ts';
import { hasEnded, type Run } from '../../src/core/run.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import type { Locale } from '../../src/core/inventory.ts';
import { renderCard } from '../../src/slack/card.ts';
import { countCodePoints } from '../../src/slack/clamp.ts';
import { APPROVED, FENCE, inventory, OPEN, PROBED, sampleRun, START, STATES } from './sample-run.ts';

function render(run: Run, locale: Locale = 'en') {
  return renderCard(run, { inventory, texts: catalogues[locale], now: new Date(START + 70_000), wayBack: 'failback' });
}

const plain = (run: Run, locale: Locale = 'en'): string => toPlain(toObjects(render(run, locale).blocks));

/** What real Slack would say to it. */
function problems(run: Run): unknown[] {
  const { text, blocks } = render(run);
  const tooMuch = findTooMuch(toObjects(blocks));
  return [
    ...checkMessageBlocks(blocks),
    ...(tooMuch === undefined ? [] : [tooMuch]),
    ...(countCodePoints(text) > 3_900 ? ['text'] : []),
  ];
}

describe.each(Object.keys(STATES))('card: %s', (name) => {
  const run = STATES[name];
  if (!run) throw new Error(name);

  test('says everything in words', () => {
    expect(plain(run)).toMatchSnapshot('en');
    expect(plain(run, 'ko')).toMatchSnapshot('ko');
    expect(render(run).text).toMatchSnapshot('notification');
  });

  test('is within the limits of Slack', () => {
    expect(problems(run)).toEqual([]);
  });
});

test('a freeze stands on every card of a run that is not over, and on no other', () => {
  const freeze = { id: 'frz_1', since: START, person: 'mina', reason: 'see <!channel>' };
  for (const run of Object.values(STATES)) {
    const context = { inventory, texts: catalogues.en, now: new Date(START + 70_000), freeze };
    const text = toPlain(toObjects(renderCard(run, context).blocks));
    expect(/Frozen since .* by <@U0MINA>: see &lt;!channel&gt;/.test(text)).toBe(!hasEnded(run.status));
  }
});

test('Break glass is offered where the inventory names somebody, and asks once more', () => {
  const policies = { ...inventory.policies, breakGlass: { allowed: ['U0JIN'] } };
  const context = { inventory: { ...inventory, policies }, texts: catalogues.en, now: new Date(START) };
  const run = STATES['awaiting approval'] ?? sampleRun();
  const { blocks } = renderCard(run, context);
  expect(toPlain(toObjects(blocks))).toContain('[Approve] [Deny] [Break glass] [Cancel]');
  expect(checkMessageBlocks(blocks)).toEqual([]);
  expect(JSON.stringify(blocks)).toContain('Break the glass?');
});

test('the card of a waiting run is the one that was promised', () => {
  expect(plain(STATES['awaiting approval'] ?? sampleRun())).toMatchInlineSnapshot(`
    "*Failover of nextuse* · *awaiting approval* · \`run_01JD0000000000000001\` · asked by <@U0JIN> · “home router is dead”
    ✅ *Probe primary* (done, 2.1 s) down: tcp 443 refused, https timed out
    ⏸ *Approval* 0 of 1 given, from <@U0MINA>, <!subteam^S0ONCALL>; not <@U0JIN>, who asked · expires <!date^1795217223^{time}|08:27>
    ○ *Fence primary* (planned) cannot fence: unreachable
    ○ *Switch DNS* (planned) nextuse.jin7942.co.kr CNAME jfree.iptime.org → jin-backup.jin7942.co.kr, TTL 120
    ○ *Verify* (planned) 2 authoritative servers, 3 resolvers, https from here and standby
    ⚠ Warning: writes since 03:00 KST will be missing
    ⚠ Cannot be undone: Fence primary: requests in hand are lost
    [Approve] [Deny] [Cancel]"
  `);
});

test('Korean cards are Korean but for names', () => {
  expect(plain(STATES['awaiting approval'] ?? sampleRun(), 'ko')).toMatchInlineSnapshot(`
    "*nextuse failover* · *승인 대기* · \`run_01JD0000000000000001\` · <@U0JIN> 요청 · “home router is dead”
    ✅ *Probe primary* (완료, 2.1 s) down: tcp 443 refused, https timed out
    ⏸ *승인* 1명 중 0명 승인, 승인자 <@U0MINA>, <!subteam^S0ONCALL>, <@U0JIN> 제외 · <!date^1795217223^{time}|08:27> 만료
    ○ *Fence primary* (예정) cannot fence: unreachable
    ○ *Switch DNS* (예정) nextuse.jin7942.co.kr CNAME jfree.iptime.org → jin-backup.jin7942.co.kr, TTL 120
    ○ *Verify* (예정) 2 authoritative servers, 3 resolvers, https from here and standby
    ⚠ 주의: writes since 03:00 KST will be missing
    ⚠ 되돌릴 수 없음: Fence primary: requests in hand are lost
    [승인] [거부] [취소]"
  `);
});

const labels = (run: Run): string[] =>
  toObjects(render(run).blocks)
    .filter((block) => block['type'] === 'actions')
    .flatMap((block) => toObjects(block['elements']).map((element) => String(element['action_id'])));

test.each([
  ['awaiting approval', ['approval.approve', 'approval.deny', 'run.cancel']],
  ['observing', ['run.cancel']],
  ['canceling', []],
  ['failed', ['step.retry', 'step.skip', 'run.roll-back', 'run.abort']],
  ['failed before anything was applied', ['step.retry', 'step.skip', 'run.abort']],
  ['interrupted', ['step.retry', 'run.abort']],
  ['outcome unknown', ['step.happened', 'step.did-not', 'run.abort']],
  ['succeeded', ['run.fail-back']],
  ['denied', []],
  ['expired', []],
  ['dry run', []],
])('%s offers %j', (name, expected) => {
  expect(labels(STATES[name] ?? sampleRun())).toEqual(expected);
});

test('a run with no way back offers none', () => {
  const done = STATES['succeeded'] ?? sampleRun();
  const { blocks } = renderCard(done, { inventory, texts: catalogues.en, now: new Date(START) });
  expect(blocks.some((block) => block.type === 'actions')).toBe(false);
});

test('the button carries what the person saw', () => {
  const { blocks } = render(STATES['failed'] ?? sampleRun());
  const actions = toObjects(blocks).find((block) => block['type'] === 'actions');
  const retry = toObjects(actions?.['elements'])[0];
  expect(JSON.parse(String(retry?.['value']))).toEqual({
    run: 'run_01JD0000000000000001',
    binding: 'bound',
    step: 2,
    attempt: 1,
  });
});

test('approving asks once more and says what will happen', () => {
  const { blocks } = render(STATES['awaiting approval'] ?? sampleRun());
  const approve = JSON.stringify(blocks.at(-1));
  expect(approve).toContain('stop jin-gateway on home; nextuse.jin7942.co.kr CNAME');
});

test('thirty steps with long texts all fit', () => {
  const long = `${'길고 긴 <설명> & '.repeat(60)}👨‍👩‍👧‍👦`;
  const plans = Array.from({ length: 30 }, (_, index) => ({
    ...FENCE,
    title: `Step ${index + 1} ${long}`,
    description: long,
    irreversible: long,
  }));
  const run = sampleRun({
    ...OPEN,
    reason: long,
    plan: {
      steps: plans,
      gates: [
        {
          before: 0,
          risk: 'destructive',
          approvals: 1,
          approvers: Array.from({ length: 40 }, (_, n) => `U0${n}`),
          expiresMs: 1,
        },
      ],
    },
    steps: plans.map((plan, index) => ({
      index,
      plan,
      status: 'pending',
      attempt: 0,
      epoch: 0,
      warnings: [`${index} ${long}`],
      observed: { summary: long, facts: {} },
    })),
  });
  expect(problems(run)).toEqual([]);
  for (let step = 1; step <= 30; step++) expect(plain(run)).toContain(`Step ${step} `);
});

test.each([
  ['a mention', '<!channel> <@U0BOSS> <!subteam^S0ALL>'],
  ['a faked link', '<https://evil.example|https://good.example>'],
])('%s in data stays text', (_, evil) => {
  const run = sampleRun({ ...APPROVED, reason: evil, service: evil, notice: evil }, [
    { ...PROBED, summary: evil, warnings: [evil] },
  ]);
  const { text, blocks } = render(run);
  const marked = toObjects(blocks).flatMap((block) =>
    block['type'] === 'section' ? [JSON.stringify(block['text'])] : [],
  );
  const said = [text, ...marked].join();
  expect(said).toContain('&lt;');
  expect(said).not.toContain('<!channel');
  expect(said).not.toContain('<@U0BOSS');
  expect(said).not.toContain('<!subteam^S0ALL');
  expect(said).not.toContain('<https://evil');
});

test('NUL, lone surrogates and bidirectional overrides do not reach Slack', () => {
  const run = sampleRun({ reason: `a\u0000b\ud83dc\u202etxt` });
  const said = plain(run);
  expect(said).toContain('“ab\ufffdctxt”');
});
