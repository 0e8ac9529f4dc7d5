import pino from 'pino';
import { expect, it } from 'vitest';
import { OpsError } from '../../src/core/errors.ts';
import { toStoreError } from '../../src/store/store-error.ts';

const thrownBySqlite = (errcode: number): Error =>
  Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode });

it('a full disk is said once in the log, and told as what it is', () => {
  const error = toStoreError(thrownBySqlite(13));
  expect(error).toBeInstanceOf(OpsError);
  expect(error).toMatchObject({ code: 'internal', details: { store: 'full' } });
  const { message } = pino.stdSerializers.err(error as Error);
  expect(message).toBe('The database cannot be used: database or disk is full');
});

it('what is not the fault of the disk stays what it is', () => {
  const thrown = thrownBySqlite(19);
  expect(toStoreError(thrown)).toBe(thrown);
});
