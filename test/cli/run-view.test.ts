import { describe, expect, it } from 'vitest';
import { drawRun } from '../../src/cli/draw-run.ts';
import { toPlainText } from '../../src/cli/plain-text.ts';
import { createRunView } from '../../src/cli/run-view.ts';
import { createScreen } from '../../src/cli/screen.ts';
import { toRows } from '../../src/cli/text-width.ts';
import { toErrorExitCode, toExitCode } from '../../src/cli/exit-code.ts';
import { toUsageError } from '../../src/cli/usage-error.ts';
import { OpsError } from '../../src/core/errors.ts';
import type { Run } from '../../src/core/run.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createTestClock } from '../support/clock.ts';
import { inventory, sampleRun, START, STATES } from '../slack/sample-run.ts';

const texts = catalogues.en;
const seen = (run: Run) => ({
  run,
  card: drawRun(run, { inventory, texts, now: new Date(START + 5_000), wayBack: 'failback' }),
});
const stateOf = (name: string): Run => STATES[name] ?? sampleRun();

/** A terminal of this size; `writes` is what came in one go each. */
function createTerminal(env: NodeJS.ProcessEnv = {}, size = { isTTY: true, columns: 200, rows: 50 }) {
  const writes: string[] = [];
  const stream = { ...size, write: (text: string) => writes.push(text) > 0 };
  const context = { screen: createScreen(stream, stream, env), texts, clock: createTestClock() };
  return { writes, context };
}

// oxlint-disable-next-line no-control-regex -- what a terminal is told
const SEQUENCE = /\u001B\[(\d+)A|(\u001B\[(?:[KJ]|\d*m))|([^\u001B\r\n]+)|(\n)|\r/g;

/** What a person sees after these writes: a cursor that goes up, lines that are cleared. */
function look(writes: readonly string[]): string[] {
  const lines: string[] = [''];
  let row = 0;
  for (const [, up, , text, isBreak] of writes.join('').matchAll(SEQUENCE)) {
    if (up !== undefined) row -= Number(up);
    else if (isBreak !== undefined) lines[++row] ??= '';
    else if (text !== undefined) lines[row] = text;
  }
  return lines.slice(0, row);
}

describe('a run on a terminal', () => {
  it('is drawn in place, in one write each time, and stays as it ended', () => {
    const { writes, context } = createTerminal();
    const view = createRunView(context, { isJson: false });
    for (const state of ['pending', 'observing', 'running', 'succeeded']) view.show(seen(stateOf(state)));
    expect(writes).toHaveLength(4);
    view.close();
    const lines = look(writes);
    expect(lines.filter((line) => line.includes('Failover of nextuse'))).toHaveLength(1);
    expect(lines[0]).toContain('succeeded');
    expect(lines.join('\n')).not.toContain('Ctrl-C');
    expect(lines.at(-1)).toBe('  npx watchkeeper run failback nextuse');
  });

  it('of few rows: never more than fit while it runs, all of it at the end', () => {
    const { writes, context } = createTerminal({}, { isTTY: true, columns: 40, rows: 8 });
    const view = createRunView(context, { isJson: false });
    view.show(seen(stateOf('running')));
    expect(writes[0]?.split('\n')).toHaveLength(8);
    view.close();
    expect(look(writes.slice(1)).length).toBeGreaterThan(8);
  });

  it('is told in plain lines to a pipe, with NO_COLOR and on a dumb terminal: each change once', () => {
    for (const { writes, context } of [
      createTerminal({ NO_COLOR: '1' }),
      createTerminal({ TERM: 'dumb' }),
      createTerminal({}, { isTTY: false, columns: 80, rows: 24 }),
    ]) {
      const view = createRunView(context, { isJson: false });
      for (const state of ['pending', 'observing', 'observing', 'running', 'succeeded'])
        view.show(seen(stateOf(state)));
      view.close();
      const text = writes.join('');
      expect(text).not.toContain('\u001B');
      expect(text.match(/working\) asking from standby/g)).toHaveLength(1);
      expect(text).toContain('succeeded');
    }
  });

  it('says in plain lines, too, what it waits for', () => {
    const { writes, context } = createTerminal({ NO_COLOR: '1' });
    const view = createRunView(context, { isJson: false });
    for (const state of ['running', 'parked']) view.show(seen(stateOf(state)));
    expect(writes.join('')).toMatch(/Cloudflare answers 503. Next try at/);
  });

  it('of a size that nobody knows is taken for a usual one', () => {
    const { context } = createTerminal({}, { isTTY: true, columns: 0, rows: 0 });
    expect(context.screen).toMatchObject({ columns: 80, rows: 24 });
  });

  it('is one JSON object a line for programs', () => {
    const { writes, context } = createTerminal();
    const view = createRunView(context, { isJson: true });
    for (const state of ['awaiting approval', 'failed']) view.show(seen(stateOf(state)));
    view.close();
    const [waiting, failed] = writes.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(waiting).toMatchObject({
      type: 'run',
      gate: { needed: 1, approvers: ['U0MINA', 'S0ONCALL'] },
      attention: null,
    });
    expect(failed).toMatchObject({
      gate: null,
      attention: { kind: 'failed', choices: ['retry', 'skip', 'rollback', 'abort'] },
    });
  });
});

describe('what a terminal shows of foreign text', () => {
  it('names for ids, times as written, no markup, and nothing that moves a cursor', () => {
    const card =
      '✅ *Probe* (done) <@U0JIN>, <!subteam^S0ONCALL> · expires <!date^1^{time}|08:27> `run_1` a &lt;b&gt; &amp; c';
    expect(toPlainText(card, inventory)).toBe('✅ Probe (done) @jin, @S0ONCALL · expires 08:27 run_1 a <b> & c');
    expect(toPlainText('a\u001B[2J\u001B]0;owned\u0007b\u202Ec\u009Bd', inventory)).toBe('a[2J]0;ownedbcd');
  });

  it('rows hold as many cells as there are, wide letters count twice and stay whole', () => {
    expect(toRows('대기 사이트', 4)).toEqual(['대기', ' 사', '이트']);
    expect(toRows('e\u0301e\u0301e\u0301', 2)).toEqual(['e\u0301e\u0301', 'e\u0301']);
    expect(toRows('✅ ab', 3)).toEqual(['✅ ', 'ab']);
    expect(toRows('', 5)).toEqual(['']);
  });

  it.each(Object.keys(STATES))('%s: says what can be typed next, and only what the run takes', (state) => {
    const run = stateOf(state);
    const { next, steps } = seen(run).card;
    expect(steps.length).toBeGreaterThan(0);
    if (run.status === 'awaiting_approval') expect(next[0]).toContain(`approve ${run.id}`);
    if (run.status === 'needs_attention') expect(next.at(-1)).toContain(`abort ${run.id}`);
    if (state === 'succeeded') expect(next).toEqual(['npx watchkeeper run failback nextuse']);
    if (state === 'dry run' || state === 'denied') expect(next).toEqual([]);
  });
});

describe('exit codes', () => {
  it('say how a run stands', () => {
    const codes = Object.fromEntries(Object.entries(STATES).map(([name, run]) => [name, toExitCode(run)]));
    expect(codes).toMatchObject({
      succeeded: 0,
      'dry run': 0,
      denied: 1,
      expired: 1,
      refused: 1,
      failed: 4,
      'outcome unknown': 4,
    });
    expect(codes).toMatchObject({ 'awaiting approval': 3, 'one of two approvals': 3 });
    expect(toExitCode(stateOf('denied'), ['denied'])).toBe(0);
    expect(toExitCode(stateOf('succeeded'), ['canceled'])).toBe(1);
  });

  it('say what went wrong otherwise', () => {
    expect(toErrorExitCode(toUsageError('x'))).toBe(2);
    expect(toErrorExitCode(new OpsError('unreachable', 'x'))).toBe(5);
    expect(toErrorExitCode(new OpsError('invalid_input', 'x'))).toBe(1);
  });
});
