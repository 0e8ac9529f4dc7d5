import { describe, expect, it } from 'vitest';
import { audit } from '../../commands/audit.ts';
import { chain, type AuditEntry } from '../../src/core/audit.ts';
import type { AuditFilter } from '../../src/core/store.ts';
import { createCommandContext, RUN_ID } from '../support/command-context.ts';

const at = new Date('2026-11-21T03:00:00.000Z');
const first = chain(
  { actor: 'jin', via: 'slack', act: 'run.requested', subject: { service: 'nextuse', run: RUN_ID }, outcome: 'ok' },
  undefined,
  at,
);
const second = chain(
  {
    actor: 'mina',
    via: 'cli',
    act: 'approval.denied',
    subject: { service: 'nextuse', run: RUN_ID },
    outcome: 'refused',
  },
  first,
  at,
);

async function ask(text: string): Promise<{ text: string; filter: (AuditFilter & { limit: number }) | undefined }> {
  let filter: (AuditFilter & { limit: number }) | undefined;
  const { type } = createCommandContext(
    {},
    {
      audit: {
        list: async (wanted): Promise<readonly AuditEntry[]> => {
          filter = wanted;
          return [second, first];
        },
        head: async () => second,
      },
    },
  );
  const reply = await type(audit, text);
  return { text: reply.kind === 'text' ? reply.text : '', filter };
}

describe('/audit', () => {
  it('shows the last entries, the newest at the bottom, and the head in full', async () => {
    const { text, filter } = await ask('');
    expect(filter).toEqual({ limit: 10 });
    expect(text).toBe(
      [
        '*Audit*',
        `1 · 2026-11-21 03:00:00Z · jin · run.requested · nextuse ${RUN_ID}`,
        `2 · 2026-11-21 03:00:00Z · mina · approval.denied · nextuse ${RUN_ID} · refused`,
        `Head of the chain: entry 2, \`${second.hash}\`. Compare it with the audit channel.`,
      ].join('\n'),
    );
  });

  it.each([
    ['nextuse', { service: 'nextuse', limit: 10 }],
    ['NextUse 3', { service: 'nextuse', limit: 3 }],
    [RUN_ID, { run: RUN_ID, limit: 10 }],
    [RUN_ID.toLowerCase(), { run: RUN_ID, limit: 10 }],
    ['@jin 5', { actor: 'jin', limit: 5 }],
    ['@U0JIN', { actor: 'jin', limit: 10 }],
    ['system', { actor: 'system', limit: 10 }],
    ['@U0SOMEBODY', { actor: 'U0SOMEBODY', limit: 10 }],
    ['20', { limit: 20 }],
  ])('%s', async (text, filter) => {
    expect((await ask(text)).filter).toEqual(filter);
  });

  it.each([
    ['nextus', /Did you mean nextuse\?/],
    ['@jim', /Did you mean @jin\?/],
    ['nextuse 0', /1 to 50/],
    ['nextuse many', /1 to 50/],
    ['51', /1 to 50/],
  ])('%s is refused with what would be right', async (text, message) => {
    await expect(ask(text)).rejects.toMatchObject({ message: expect.stringMatching(message) });
  });
});
