import { expect, test } from 'vitest';
import type { AlertGroup, AlertState } from '../../src/core/alert.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { alertButtons } from '../../src/slack/alert-buttons.ts';
import { createExampleInventory } from '../support/example-inventory.ts';

const NOW = new Date('2026-11-21T18:12:00Z');
const group: AlertGroup = {
  ...{ id: 'grp_01ARZ3NDEKTSV4RRFFQ6', source: 'prometheus', key: 'k', isSenders: true, channel: 'C0INCIDENTS' },
  ...{ title: 'Down', service: 'nextuse', runbooks: ['failover', 'gone', 'standby-check'], worst: 'critical' },
  ...{ total: 1, open: 1, flaps: 0, unlisted: 0, createdAt: NOW.getTime(), updatedAt: NOW.getTime() },
};
const context = {
  inventory: createExampleInventory(),
  texts: catalogues.en,
  now: NOW,
  findSuggestion: (name: string) => (name === 'gone' ? undefined : { button: `Start ${name}`, isReadOnly: true }),
};

const idsFor = (state: AlertState): (string | undefined)[] =>
  alertButtons({ group, counts: { states: { [state]: 1 } }, members: [] }, context)?.elements.map((element) =>
    'action_id' in element ? element.action_id : undefined,
  ) ?? [];

test('buttons stand in the order of the night, and none of them is dead', () => {
  const starts = ['alert.start.0', 'alert.start.2'];
  expect(idsFor('firing')).toEqual(['alert.acknowledge', 'alert.silence', ...starts]);
  expect(idsFor('acknowledged')).toEqual(['alert.silence', ...starts]);
  expect(idsFor('silenced')).toEqual(['alert.unsilence', ...starts]);
  expect(idsFor('resolved')).toEqual([]);
});
