import { checkMessageBlocks, findTooMuch } from '../../sandbox/slack/blockkit/message.ts';
import { toPlain } from '../../sandbox/slack/blockkit/plain.ts';
import { toObjects } from '../../sandbox/slack/json-object.ts';
import { decide } from '../../src/alerts/decide.ts';
import { createPlacer } from '../../src/alerts/sighting.ts';
import type { Alert, AlertCounts, AlertGroup, AlertReading, AlertState } from '../../src/core/alert.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { MEMBERS_SHOWN, renderAlert } from '../../src/slack/alert-card.ts';
import type { Rendered } from '../../src/slack/card-context.ts';
import { countCodePoints } from '../../src/slack/clamp.ts';
import { NOW } from './alert-bodies.ts';
import { createExampleInventory } from './example-inventory.ts';

const inventory = createExampleInventory();
const texts = catalogues.en;
const place = createPlacer(inventory, { sources: {}, routes: [], hosts: {} }, () => ['failover']);
const suggestion = { button: texts.alerts.buttonFailover, isReadOnly: false };

export interface Drawn extends Rendered {
  plain: string;
  /** What real Slack would say to it. */
  problems: unknown[];
}

/** The messages in which people see what a body says. */
export function drawAlerts(source: string, readings: readonly AlertReading[]): Drawn[] {
  const known = { alerts: new Map(), groups: new Map(), channels: new Map(), deliveries: new Set<string>() };
  const { alerts, groups } = decide(
    readings.map((reading) => place(source, reading)),
    known,
    { now: new Date(NOW), texts },
  );
  return groups.map((group) => {
    const members = alerts.filter((alert) => alert.group === group.id);
    const states: Partial<Record<AlertState, number>> = {};
    for (const { state } of members) states[state] = (states[state] ?? 0) + 1;
    return drawGroup(group, { counts: { states }, members });
  });
}

/** The message of one group. */
export function drawGroup(
  group: AlertGroup,
  { counts, members }: { counts: AlertCounts; members: readonly Alert[] },
): Drawn {
  const context = { inventory, texts, now: new Date(NOW), findSuggestion: () => suggestion };
  const made = renderAlert({ group, counts, members: members.slice(0, MEMBERS_SHOWN) }, context);
  const blocks = toObjects(made.blocks);
  const tooMuch = findTooMuch(blocks);
  return {
    ...made,
    plain: toPlain(blocks),
    problems: [
      ...checkMessageBlocks(made.blocks),
      ...(tooMuch === undefined ? [] : [tooMuch]),
      ...(countCodePoints(made.text) > 3_900 ? ['text'] : []),
    ],
  };
}

/** Markup that was not written by us: a mention, a channel, a link with a face. */
export function findForeignMarkup({ text, blocks }: Rendered): string[] {
  const all = JSON.stringify([text, blocks]);
  return [...all.matchAll(/<[^>]{0,3000}>?/g)]
    .map(([markup]) => markup)
    .filter(
      (markup) =>
        !/^<!date\^\d+\^/.test(markup) && !/^<https?:\/\/[^|<> ]+\|(Source|Dashboard|Runbook|Picture)>$/.test(markup),
    );
}
