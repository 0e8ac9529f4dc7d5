import { z } from 'zod';
import type { Actor } from '../slack/person/person.ts';
import type { ReadMarks } from './read-marks.ts';

export interface ActDeps {
  as(person: string): Actor;
  marks: ReadMarks;
  /** Something of the page's own changed: read marks. */
  changed(): void;
  /** Brings the bot into a channel. */
  invite(channel: string): void;
  world: WorldActs;
}

/** What can be done to the infrastructure beside Slack. Errors: what is not known by that name. */
export interface WorldActs {
  trouble(name: string, isOn: boolean): Promise<void>;
  healAll(): Promise<void>;
  checkChain(): Promise<void>;
}

type Carry = (deps: ActDeps, person: string, body: unknown) => Promise<unknown>;

const act =
  <T>(shape: z.ZodType<T>, carry: (deps: ActDeps, actor: Actor, given: T) => Promise<unknown>): Carry =>
  async (deps, person, body) =>
    carry(deps, deps.as(person), shape.parse(body));

const block = z.record(z.string(), z.unknown());
const place = z.union([z.object({ channel: z.string(), ts: z.string() }), z.enum(['modal', 'home'])]);
const choice = z.union([z.string(), z.array(z.string())]);
const nothing = z.object({});

/** What a person at the page does, by the name in `POST /act/<name>`. */
export const acts: Readonly<Record<string, Carry>> = {
  type: act(
    z.object({ channel: z.string(), text: z.string().min(1).max(40_000), threadTs: z.string().optional() }),
    (_, actor, { channel, text, threadTs }) =>
      actor.type(text, { channel, ...(threadTs !== undefined && { threadTs }) }),
  ),
  press: act(
    z.object({ place, block, actionId: z.string(), option: choice.optional() }),
    (_, actor, { place, block, actionId, option }) =>
      actor.pressExactly(place, { block, actionId, ...(option !== undefined && { option }) }),
  ),
  enter: act(
    z.object({ blockId: z.string(), text: z.string(), how: z.enum(['typed', 'enter']) }),
    (_, actor, { blockId, text, how }) => actor.enter(blockId, text, how),
  ),
  submit: act(z.object({ values: z.record(z.string(), choice) }), (_, actor, { values }) => actor.submit(values)),
  close: act(nothing, (_, actor) => actor.closeModal()),
  home: act(nothing, (_, actor) => actor.openHome()),
  reload: act(nothing, async (_, actor) => actor.reload()),
  read: act(z.object({ channel: z.string(), ts: z.string() }), async ({ marks, changed }, { id }, { channel, ts }) => {
    marks.set(id, channel, ts);
    changed();
  }),
  invite: act(z.object({ channel: z.string() }), async ({ invite }, _, { channel }) => invite(channel)),
  trouble: act(z.object({ name: z.string(), isOn: z.boolean() }), ({ world }, _, { name, isOn }) =>
    world.trouble(name, isOn),
  ),
  'heal-all': act(nothing, ({ world }) => world.healAll()),
  'check-chain': act(nothing, ({ world }) => world.checkChain()),
};
