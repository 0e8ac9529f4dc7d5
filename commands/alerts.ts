import type { AlertGroup } from '../src/core/alert.ts';
import { checkFlags } from '../src/core/check-flags.ts';
import { defineCommand } from '../src/core/command.ts';
import type { CommandContext } from '../src/core/command.ts';
import { formatLocalTime } from '../src/core/local-time.ts';

const LISTED_MAX = 30;

export const alerts = defineCommand({
  name: '/alerts',
  usage: '[service]',
  summary: ({ alerts }) => alerts.commandAlerts,
  examples: ['/alerts nextuse'],
  async run(input, context) {
    const { texts, alerts } = context;
    checkFlags(input, [], texts);
    const [service] = input.words;
    const found = await alerts.listOpen({ limit: LISTED_MAX + 1, ...(service !== undefined && { service }) });
    if (found.length === 0) return { kind: 'text', text: texts.alerts.noneOpen };
    const lines = found.slice(0, LISTED_MAX).map((group) => toLine(group, context));
    const more = found.length > LISTED_MAX ? [texts.alerts.moreOpen] : [];
    return { kind: 'text', text: [...lines, ...more].join('\n') };
  },
});

function toLine(group: AlertGroup, { inventory, texts, now }: CommandContext): string {
  const words = texts.alerts;
  const parts = [
    `${words.severity[group.worst]}: ${group.title || words.unnamed}`,
    group.service ?? words.unmapped,
    words.since({ time: formatLocalTime(new Date(group.createdAt), now, inventory.timezone) }),
    ...(group.total > 1 ? [words.counts({ open: group.open, total: group.total })] : []),
    ...(group.flapping ? [words.state.flapping] : []),
    ...(group.acknowledged ? [`${words.state.acknowledged}: ${group.acknowledged.person}`] : []),
    ...(group.silenced ? [`${words.state.silenced}: ${group.silenced.person}`] : []),
    group.id,
  ];
  return `• ${parts.join(' · ')}`;
}
