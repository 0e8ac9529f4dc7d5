import type { AlertGroup } from '../src/core/alert.ts';
import { checkFlags } from '../src/core/check-flags.ts';
import { defineCommand } from '../src/core/command.ts';
import type { CommandContext } from '../src/core/command.ts';
import { cutText } from '../src/core/cut-text.ts';
import { findDuration, formatDuration } from '../src/core/duration.ts';
import { OpsError } from '../src/core/errors.ts';
import { findAlertGroupId } from '../src/core/ids.ts';
import { findMatcher } from '../src/core/matcher.ts';
import { findNearest } from '../src/core/nearest.ts';

const LONGEST_MS = 7 * 86_400_000;
/** In a storm there are thousands, and that is when a kind of them has to be silenced. */
const SEARCHED_MAX = 10_000;
const REASON_MAX = 500;

export const silence = defineCommand({
  name: '/silence',
  usage: '<alert or matcher> <duration> [reason]',
  summary: ({ alerts }) => alerts.commandSilence,
  examples: ['/silence NextuseDown 1h router is replaced', '/silence service="nextuse" 4h planned work'],
  async run(input, context) {
    const { texts, alerts, actor } = context;
    checkFlags(input, [], texts);
    const [what, duration = ''] = input.words;
    const forMs = findDuration(duration);
    if (what === undefined || forMs === undefined || forMs <= 0 || forMs > LONGEST_MS) {
      throw new OpsError('invalid_input', texts.alerts.silenceUsage, { hint: texts.alerts.silenceUsageHint });
    }
    const groups = await findGroups(what, context);
    const reason = cutText(input.rest(2), REASON_MAX);
    for (const { id } of groups) await alerts.silence(id, { actor, forMs, ...(reason !== '' && { reason }) });
    const titles = groups.map(({ title }) => title || texts.alerts.unnamed).join(', ');
    return { kind: 'text', text: texts.alerts.silencedNow({ titles, duration: formatDuration(forMs) }) };
  },
});

/** By id, by a condition on labels, or by title; of what is open now. */
async function findGroups(what: string, { alerts, texts }: CommandContext): Promise<readonly AlertGroup[]> {
  const id = findAlertGroupId(what);
  const one = id && (await alerts.find(id));
  if (one) return [one];
  const matcher = findMatcher(what);
  if (matcher) {
    const met = await alerts.match([matcher]);
    if (met.length === 0) throw new OpsError('not_found', texts.alerts.noneMatch, { hint: texts.alerts.seeAlerts });
    return met;
  }
  const open = await alerts.listOpen({ limit: SEARCHED_MAX });
  const named = open.filter(({ title }) => title.toLowerCase() === what.toLowerCase());
  if (named.length > 0) return named;
  const nearest = findNearest(
    what,
    open.map(({ title }) => title),
  );
  const hint = nearest === undefined ? texts.alerts.seeAlerts : texts.cards.didYouMean({ name: nearest });
  throw new OpsError('not_found', texts.alerts.noneNamed({ name: what.slice(0, 64) }), { hint });
}
