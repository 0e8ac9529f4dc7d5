import { renderToString } from 'preact-render-to-string';
import { Blocks } from '../../../sandbox/page/blocks/blocks.tsx';
import type { Host } from '../../../sandbox/page/blocks/host.ts';
import type { JsonObject } from '../../../sandbox/slack/json-object.ts';

const person = (id: string, name: string, isDeactivated = false) => ({ id, name, isBot: false, isDeactivated });

/** Mina reads, in Seoul, on a Tuesday noon. */
export const mina: Host = {
  context: {
    people: [person('U0MINA', 'mina'), person('U0JIN', 'jin'), person('U0GONE', 'gone', true)],
    usergroups: [{ id: 'S0ONCALL', handle: 'oncall' }],
    channels: [
      { id: 'C0OPS', name: 'ops', kind: 'public' },
      { id: 'C0WAR', name: 'war-room', kind: 'private' },
    ],
    meId: 'U0MINA',
    timeZone: 'Asia/Seoul',
    now: new Date('2026-02-17T03:00:00Z'),
  },
  act: () => Promise.resolve({}),
};

export const draw = (blocks: JsonObject[], host: Partial<Host> = {}): string =>
  renderToString(<Blocks blocks={blocks} host={{ ...mina, ...host }} />);

/** What a person reads: text without tags, one space for every break. */
export const read = (html: string): string =>
  html
    .replaceAll(/<(?:br|\/(?:div|p|li|td|th|h[1-6]|label|option|pre|blockquote|button|figcaption))[^>]*>/g, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
