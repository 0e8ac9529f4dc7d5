import { describe, expect, it } from 'vitest';
import { notify } from '../../src/steps/notify.ts';
import { createExampleInventory } from '../support/example-inventory.ts';
import { createRemote, createStepContext, unreachable, type Reaction } from '../support/step-context.ts';

const { definition } = notify;
const synced: Reaction = `${new Date('2026-11-21T03:00:00+09:00').getTime() / 1_000}\n`;
const world = (reaction: Reaction, inventory = createExampleInventory()) =>
  createStepContext({ remote: createRemote({ 'standby stat': reaction }), inventory });

describe('notify', () => {
  it('says what people need to know after a failover', async () => {
    const inventory = createExampleInventory((service) => ({
      ...service,
      readOnlyCheck: { method: 'POST', path: '/api' },
    }));
    const result = await definition.apply({ service: 'nextuse', kind: 'failover' }, world(synced, inventory));
    expect(result.announce?.split('\n')).toEqual([
      '*nextuse now runs on its standby site* (failover).',
      'Its data is as of 03:00 KST; later writes are missing.',
      'It is read-only there.',
      'To go back when the primary is well: `/failback nextuse`.',
      'Asked for by jin, `run_01JD`.',
    ]);
  });

  it('does not promise read-only where nobody checks it, and is said without the age of the data', async () => {
    const result = await definition.apply({ service: 'nextuse', kind: 'switchover' }, world(unreachable('standby')));
    expect(result.announce).toContain('planned switchover');
    expect(result.announce).toContain('What is written there is not copied back by itself.');
    expect(result.announce).not.toContain('as of');
  });

  it('says that users are back', async () => {
    const result = await definition.apply({ service: 'nextuse', kind: 'failback' }, createStepContext());
    expect(result.announce).toContain('*nextuse runs on its primary site again* (failback).');
    expect(result.announce).not.toContain('/failback');
  });

  it('has not happened as long as there is no result', async () => {
    const context = createStepContext();
    expect(await definition.probe?.({ service: 'nextuse', kind: 'failover' }, context)).toBe('not-done');
    expect(await definition.observe?.({ service: 'nextuse', kind: 'failover' }, context)).toMatchObject({ facts: {} });
  });
});
