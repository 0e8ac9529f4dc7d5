import { expect, it } from 'vitest';
import { OpsError, toOpsError } from '../../src/core/errors.ts';

it('carries what people and the engine need', () => {
  const cause = new Error('ECONNREFUSED');
  const error = new OpsError('unreachable', 'Host standby does not answer', {
    hint: 'Look at its router.',
    cause,
    details: { retryAfterMs: 5 },
  });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: 'OpsError',
    code: 'unreachable',
    message: 'Host standby does not answer',
    hint: 'Look at its router.',
    cause,
    details: { retryAfterMs: 5 },
  });
  expect(error.stack).toContain('errors.test.ts');
});

it('has nothing that was not given', () => {
  const error = new OpsError('conflict', 'Locked');
  expect(error.hint).toBeUndefined();
  expect(error.details).toEqual({});
  expect('cause' in error).toBe(false);
});

it('leaves an OpsError as it is', () => {
  const error = new OpsError('conflict', 'Locked');
  expect(toOpsError(error)).toBe(error);
});

it.each([
  new TypeError('x is not a function: hunter2'),
  'hunter2',
  undefined,
  null,
  { code: 'unreachable', message: 'hunter2' },
])('makes anything else an internal error that says nothing (%#)', (thrown) => {
  const error = toOpsError(thrown);
  expect(error).toMatchObject({ code: 'internal', message: 'Internal error' });
  expect(error.cause).toBe(thrown);
});
