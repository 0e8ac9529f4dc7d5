import { expect, it } from 'vitest';
import { OpsError } from '../src/core/errors.ts';
import { createRedactingLog } from '../src/redacting-log.ts';

it('keeps secrets out of messages, fields, errors, their causes and stacks, and stays JSON', () => {
  const lines: string[] = [];
  const log = createRedactingLog('trace', ['hunter2hunter2'], { write: (line) => lines.push(line) });
  const cause = new Error('POST https://jin:hunter3@example.com/ answered authorization: Bearer abcdefgh12345678');
  const err = new OpsError('internal', 'it said "hunter2hunter2"', { cause, details: { token: 'zzz' } });
  log.child({ argv: ['mysql', '--password', 'hunter4'] }).error({ err, password: 'hunter5' }, 'step broke');
  log.info({ run: 'run_1', host: 'home', took: 12 }, 'step done');
  const [broke, done] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.join('')).not.toMatch(/hunter\d|abcdefgh|zzz/);
  expect(broke).toMatchObject({ msg: 'step broke', password: '[redacted]' });
  expect(JSON.stringify(broke)).toContain('example.com');
  expect(done).toMatchObject({ msg: 'step done', run: 'run_1', host: 'home', took: 12 });
});
