import type { SectionBlock } from '@slack/types';
import { alertMessageKey, firesSince, type AlertGroup, type Called } from '../core/alert.ts';
import { stormKey } from '../core/alert-storm.ts';
import { formatDuration } from '../core/duration.ts';
import { findAlertGroupId } from '../core/ids.ts';
import type { Message } from '../core/message.ts';
import { redact } from '../core/redact.ts';
import type { Rendered } from './card-context.ts';
import { toApprovers, toMention, toTime } from './card-words.ts';
import { clamp } from './clamp.ts';
import { escapeText, neutraliseBackticks } from './escape.ts';
import type { FindPermalink } from './permalinks.ts';
import type { PosterDeps } from './poster-deps.ts';
import type { ThreadFile } from './thread.ts';

type Made = Rendered & { files: readonly ThreadFile[] };

/** The message by which the escalation calls another channel: short, with the way to the alert, and how it ended. */
export function createCallRenderer({ store, inventory, texts, clock }: PosterDeps, findPermalink: FindPermalink) {
  const words = texts.alerts;

  return async function render({ key, channel }: Message): Promise<Made> {
    const [id = '', , stage = ''] = key.split('/');
    const groupId = findAlertGroupId(id);
    const group = groupId && (await store.alerts.findGroup(groupId));
    if (!group) return { text: words.noGroup, blocks: [], files: [] };
    const called = group.called?.find((one) => one.stage === stage && one.channel !== undefined);
    const link = await findPermalink(group.storm === undefined ? alertMessageKey(group.id) : stormKey(group.storm));
    const title = line(group.title || words.unnamed, 150);
    const state = toState(group, called);
    const facts = [
      `${state.sign} *${words.severity[group.worst]}*`,
      `*${title}*`,
      group.service === undefined ? words.unmapped : words.service({ service: line(group.service, 100) }),
      ...(called === undefined ? [] : [words.since({ time: toTime(firesSince(group), inventory, clock.now()) })]),
      ...(link === undefined ? [`<#${group.channel}>`] : [`<${link.replaceAll('&', '&amp;')}|${words.openAlert}>`]),
    ];
    const mention = called?.mention?.length ? `${toApprovers(called.mention, texts.cards)} ` : '';
    const asked = called?.channel;
    const moved = asked === undefined || asked === channel ? [] : [words.movedHere({ channel: `<#${asked}>` })];
    const text = [`${mention}${state.text}`, facts.join(' · '), ...moved].join('\n');
    return { text: `${mention}${state.text} ${title}`, blocks: [toSection(text)], files: [] };
  };

  /** What a later time of firing is called for is said by messages of its own. */
  function toState(group: AlertGroup, called: Called | undefined): { sign: string; text: string } {
    const { open, resolvedAt, silenced, acknowledged } = group;
    const since = firesSince(group);
    if (called === undefined) return { sign: '✅', text: words.callOver };
    if (open === 0 && resolvedAt !== undefined) {
      return { sign: '✅', text: words.callResolved({ duration: formatDuration(resolvedAt - since) }) };
    }
    const taken = silenced ?? acknowledged;
    if (!taken) return { sign: '🔴', text: words.callUnclaimed({ duration: formatDuration(called.afterMs ?? 0) }) };
    const { person, slackId, at } = taken;
    const who = toMention({ person, ...(slackId !== undefined && { slackId }) }, inventory);
    const said = { person: who, duration: formatDuration(at - since) };
    return silenced
      ? { sign: '🔇', text: words.callSilenced(said) }
      : { sign: '👀', text: words.callAcknowledged(said) };
  }

  function line(text: string, max: number): string {
    const write = (grapheme: string): string => neutraliseBackticks(escapeText(grapheme));
    return clamp(redact(text).replace(/\s+/g, ' ').trim(), max, { more: words.more, write });
  }
}

const toSection = (text: string): SectionBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
  expand: true,
});
