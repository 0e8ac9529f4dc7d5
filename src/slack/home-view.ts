import type { Button, KnownBlock } from '@slack/types';
import { formatDuration } from '../core/duration.ts';
import type { Freeze, Review } from '../core/guards.ts';
import type { Inventory, ServiceConfig } from '../core/inventory.ts';
import { hasEnded, isReadOnly, type Run, type RunStep } from '../core/run.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { toSections } from './card.ts';
import { headerLine } from './card-lines.ts';
import { toMention, toTime } from './card-words.ts';
import { clampLine } from './clamp.ts';
import { plainText } from './modal.ts';
import { closeReviewButton } from './review.ts';

export interface HomeFacts {
  inventory: Inventory;
  texts: Texts;
  now: Date;
  /** Newest first. */
  runs: readonly Run[];
  /** Those that this person may approve. */
  waiting: readonly Run[];
  /** Whether there is a runbook behind the button. */
  canCheckStandby: boolean;
  freeze: Freeze | undefined;
  /** Broken glass that nobody has looked at yet. */
  reviews: readonly Review[];
}

export interface HomeView {
  type: 'home';
  blocks: KnownBlock[];
}

export const CHECK_STANDBY = 'home.check-standby';

const SERVICES_MAX = 20;
const LISTED_MAX = 5;

/** What one person needs to see first: where each service is, what waits for this person, what is under way. */
export function renderHome(facts: HomeFacts): HomeView {
  const words = facts.texts.cards;
  const running = facts.runs.filter((run) => !hasEnded(run.status));
  const ended = facts.runs.filter((run) => hasEnded(run.status));
  return {
    type: 'home',
    blocks: [
      ...freezeBlocks(facts),
      heading(words.homeWaiting, facts),
      ...listRuns(facts.waiting, facts),
      ...reviewBlocks(facts),
      heading(words.homeServices, facts),
      ...Object.values(facts.inventory.services)
        .slice(0, SERVICES_MAX)
        .map((service) => serviceBlock(service, facts)),
      heading(words.homeInProgress, facts),
      ...listRuns(running, facts),
      heading(words.homeLast, facts),
      ...listRuns(ended, facts),
    ],
  };
}

const heading = (text: string, { texts }: HomeFacts): KnownBlock => ({
  type: 'header',
  text: plainText(text, 150, texts),
});

function listRuns(runs: readonly Run[], { inventory, texts, now }: HomeFacts): KnownBlock[] {
  const words = texts.cards;
  const lines = runs
    .slice(0, LISTED_MAX)
    .map((run) => `• ${headerLine(run, { inventory, texts, now })} · ${toTime(run.createdAt, inventory, now)}`);
  if (runs.length > LISTED_MAX) lines.push(words.more({ count: runs.length - LISTED_MAX }));
  return toSections(lines.length === 0 ? [words.homeNone] : lines, 8_000, words.more);
}

function freezeBlocks({ freeze, inventory, texts, now }: HomeFacts): KnownBlock[] {
  if (!freeze) return [];
  const reason = clampLine(freeze.reason, 300, texts.cards.more);
  const facts = { person: toMention(freeze.person, inventory), reason, time: toTime(freeze.since, inventory, now) };
  return toSections([`❄ ${texts.guards.cardFrozen(facts)}`], 2_900, texts.cards.more);
}

function reviewBlocks(facts: HomeFacts): KnownBlock[] {
  const { reviews, texts, inventory, now } = facts;
  if (reviews.length === 0) return [];
  const blocks = reviews.slice(0, LISTED_MAX).map((review): KnownBlock => {
    const { run, runbook, service, reason, at } = review;
    const person = toMention(review, inventory);
    const line = texts.guards.reviewLine({
      run: `\`${run}\``,
      runbook: clampLine(runbook, 60, texts.cards.more),
      service: clampLine(service, 80, texts.cards.more),
      person,
      ago: formatDuration(Math.max(0, now.getTime() - at)),
    });
    const text = `${line}\n“${clampLine(reason, 500, texts.cards.more)}”`;
    return { type: 'section', text: { type: 'mrkdwn', text }, accessory: closeReviewButton(review, texts) };
  });
  return [heading(texts.guards.homeReviews, facts), ...blocks];
}

function serviceBlock(service: ServiceConfig, facts: HomeFacts): KnownBlock {
  const { texts, canCheckStandby } = facts;
  const words = texts.cards;
  const url = service.url === undefined ? '' : ` ${clampLine(service.url, 200, words.more)}`;
  const button: Button = {
    type: 'button',
    action_id: CHECK_STANDBY,
    text: plainText(words.buttonCheckStandby, 75, texts),
    value: service.name,
  };
  return {
    type: 'section',
    text: {
      type: 'mrkdwn',
      text: `*${clampLine(service.name, 100, words.more)}*${url}\n${[servedBy(service.name, facts), ...heldBy(service.name, facts)].join('\n')}`,
    },
    ...(canCheckStandby ? { accessory: button } : {}),
  };
}

/** Where the newest switch of its record led, however that run ended; nothing is asked of the outside here. */
function servedBy(service: string, { runs, inventory, texts, now }: HomeFacts): string {
  const words = texts.cards;
  const targets = inventory.services[service];
  const switches = runs
    .filter((run) => run.service === service)
    .flatMap((run) => run.steps.toReversed().filter(isSwitch));
  const [newest] = switches;
  const to = newest && (newest.plan.params as { to?: unknown }).to;
  if (!newest || (to !== targets?.primary.target && to !== targets?.standby.target)) return words.homeServesUnknown;
  const site = to === targets?.standby.target ? words.siteStandby : words.sitePrimary;
  return words.homeServes({ site, time: toTime(newest.endedAt ?? 0, inventory, now) });
}

/** Whose run nobody else can pass. */
function heldBy(service: string, { runs, inventory, texts, now }: HomeFacts): string[] {
  const isHolding = (run: Run): boolean =>
    run.service === service && !hasEnded(run.status) && !run.isDryRun && !isReadOnly(run.plan);
  const holder = runs.find(isHolding);
  if (!holder) return [];
  const { id, runbook, requestedBy, createdAt } = holder;
  const person = toMention(requestedBy, inventory);
  return [texts.guards.heldBy({ runbook, run: id, person, time: toTime(createdAt, inventory, now) })];
}

const isSwitch = ({ plan, status, note }: RunStep): boolean =>
  plan.type === 'dns.switch' && note !== 'skipped' && (status === 'succeeded' || status === 'undone');
