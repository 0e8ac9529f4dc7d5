import type { ActionsBlock, Button } from '@slack/types';
import { formatDuration } from '../core/duration.ts';
import type { Message } from '../core/message.ts';
import { findPrimaryDown, PROBE_ID, type PrimaryDown, type Sign } from '../core/primary-down.ts';
import { PRIMARY_START } from './actions/primary-down-start.ts';
import type { Suggestion } from './alert-context.ts';
import { toSections } from './card.ts';
import type { Rendered } from './card-context.ts';
import { toApprovers, toTime } from './card-words.ts';
import { clampLine } from './clamp.ts';
import { toMessageBody } from './message-body.ts';
import { plainText } from './modal.ts';
import type { PosterDeps } from './poster-deps.ts';
import type { ThreadFile } from './thread.ts';

type Deps = Pick<PosterDeps, 'inventory' | 'texts' | 'clock' | 'findSuggestion'>;

const RUNBOOKS_MAX = 2;
const SHOWN_MAX = 2_900;

/** Both signs, with when and from where, and the runbooks that may help; nothing foreign in it mentions or links. */
export function renderPrimaryDown(message: Message, deps: Deps): Rendered & { files: readonly ThreadFile[] } {
  const { texts, inventory, clock } = deps;
  const words = texts.watchers;
  const body = toRecord(message.body);
  const down = findPrimaryDown(body['down'] as Message['body']);
  if (!down)
    return {
      text: texts.alerts.noGroup,
      blocks: toSections([texts.alerts.noGroup], SHOWN_MAX, texts.cards.more),
      files: [],
    };
  const { mention } = toMessageBody(message.body);
  const now = clock.now();
  const time = (at: number): string => toTime(at, inventory, now);
  const service = clampLine(down.service, 80, texts.cards.more);
  const isOver = down.endedAt !== undefined;
  const title = isOver ? words.isBack({ service }) : words.looksDown({ service });
  const called = mention.length === 0 ? [] : [toApprovers(mention, texts.cards)];
  const ended = down.endedAt ?? 0;
  const when = isOver
    ? words.lookedDown({ from: time(down.since), to: time(ended), duration: formatDuration(ended - down.since) })
    : words.since({ time: time(down.since) });
  const lines = [
    [`${isOver ? '✅' : '🔴'} *${title}*`, when, ...called].join(' · '),
    headOfSigns(down, deps),
    ...down.signs.map((sign) => signLine(sign, time, deps)),
    ...(isOver ? [] : [words.nothingDone]),
  ];
  const buttons = isOver ? undefined : toButtons(down, toList(body['runbooks']), deps);
  const signs = down.signs.filter(({ endedAt }) => isOver || endedAt === undefined).map((sign) => nameSign(sign, deps));
  return {
    text: [title, ...signs].join(' · '),
    blocks: [...toSections(lines, SHOWN_MAX, texts.cards.more), ...(buttons ? [buttons] : [])],
    files: [],
  };
}

function headOfSigns({ signs, endedAt }: PrimaryDown, { texts }: Deps): string {
  const words = texts.watchers;
  if (endedAt !== undefined) return words.wereSigns;
  const count = signs.filter((sign) => sign.endedAt === undefined).length;
  return count === 0 ? words.noSigns : words.signs({ count });
}

function signLine(sign: Sign, time: (at: number) => string, deps: Deps): string {
  const gone = sign.endedAt === undefined ? '' : ` · ${deps.texts.watchers.gone({ time: time(sign.endedAt) })}`;
  return `${sign.endedAt === undefined ? '•' : '○'} ${time(sign.at)} · ${nameSign(sign, deps)}${gone}`;
}

function nameSign({ id, source, title, host }: Sign, { texts }: Deps): string {
  const { more } = texts.cards;
  const words = texts.watchers;
  if (id === PROBE_ID) return words.probeSign({ text: clampLine(title, 300, more) });
  const name = clampLine(title || texts.alerts.unnamed, 150, more);
  const where = host === undefined ? '' : ` · ${clampLine(host, 100, more)}`;
  return `${words.alertSign({ source: clampLine(source, 60, more), title: name })}${where}`;
}

function toButtons({ service }: PrimaryDown, runbooks: readonly string[], deps: Deps): ActionsBlock | undefined {
  const offered = runbooks.slice(0, RUNBOOKS_MAX).flatMap((name, place) => {
    const suggestion = deps.findSuggestion?.(name, service);
    return suggestion ? [toButton({ name, service, place }, suggestion, deps)] : [];
  });
  return offered.length === 0 ? undefined : { type: 'actions', elements: offered };
}

function toButton(
  { name, service, place }: { name: string; service: string; place: number },
  { button, isReadOnly }: Suggestion,
  { texts }: Deps,
): Button {
  return {
    type: 'button',
    action_id: `${PRIMARY_START}.${place}`,
    text: plainText(button, 75, texts),
    value: `${service} ${name}`,
    ...(!isReadOnly && {
      confirm: {
        title: plainText(texts.alerts.confirmStartTitle({ runbook: button, service }), 100, texts),
        text: plainText(texts.watchers.confirmStart({ runbook: name }), 300, texts),
        confirm: plainText(button, 30, texts),
        deny: plainText(texts.cards.confirmKeep, 30, texts),
      },
    }),
  };
}

const toRecord = (body: Message['body']): Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : {};

const toList = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
