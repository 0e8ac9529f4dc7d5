import { inspect } from 'node:util';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { createSecret } from '../../src/core/secret.ts';

const TEXT = 'hunter2-hunter2';

it('gives its text to who asks for it', () => {
  expect(createSecret(TEXT).reveal()).toBe(TEXT);
});

it.each<[string, (secret: unknown) => string]>([
  ['a template', (secret) => `${secret}`],
  ['adding to a string', (secret) => 'a' + String(secret)],
  ['joining', (secret) => [secret, { secret }.secret].join()],
  ['JSON', (secret) => JSON.stringify({ deep: [{ secret }] })],
  ['console.log', (secret) => inspect(secret)],
  ['console.log, deep inside', (secret) => inspect({ a: { b: [secret] } }, { depth: 9, showHidden: true })],
  ['an error with it as cause', (secret) => inspect(new Error('no', { cause: secret }))],
  ['pino', (secret) => log((logger) => logger.info({ secret, deep: { secret } }, 'signed in'))],
  [
    'a pino child',
    (secret) => log((logger) => logger.child({ secret }).error({ err: new Error('no', { cause: secret }) }, 'x')),
  ],
])('shows [redacted] in %s', (_name, print) => {
  const printed = print(createSecret(TEXT));
  expect(printed).toContain('[redacted]');
  expect(printed).not.toContain('hunter2');
});

it.each<[string, (secret: object) => unknown]>([
  ['its keys', (secret) => Object.entries(secret)],
  ['all its properties', (secret) => Object.getOwnPropertyDescriptors(secret)],
  ['inspecting without its own say', (secret) => inspect(secret, { customInspect: false, showHidden: true })],
  ['a copy', (secret) => inspect({ ...secret })],
])('does not show it by %s', (_name, print) => {
  expect(inspect(print(createSecret(TEXT)), { depth: 9, showHidden: true })).not.toContain('hunter2');
});

function log(write: (logger: ReturnType<typeof pino>) => void): string {
  let written = '';
  write(pino({}, { write: (line: string) => void (written += line) }));
  return written;
}
