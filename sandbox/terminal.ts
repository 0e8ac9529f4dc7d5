import { findNearest } from '../src/core/nearest.ts';
import type { BotProcess } from './bot-process.ts';
import type { Sandbox } from './sandbox.ts';
import type { SeenMessage } from './slack/person/seen.ts';
import { toReadable } from './readable.ts';
import { createTroubles, type Troubles } from './troubles/troubles.ts';

export interface Terminal {
  /** Carries out one line; false when it was the last one. Throws with what to type instead. */
  enter(line: string): Promise<boolean>;
  prompt(): string;
}

const HELP = `
  /failover nextuse home router is dead    type a slash command as the person in the prompt
  as mina                                  be somebody else: jin, mina, yuna, stranger
  in general                               look at another channel: incidents, general, audit
  press Approve                            press a button of the newest message that has it (or of the open modal)
  submit too early                         send the open modal (or Label=text …); "close" closes it
  show · thread · home                     the channel · the newest thread · the app's home, as the person sees them
  wait succeeded                           wait until a message of the channel says so (60 s at most)
  trouble · trouble web-down · heal web-down · heal all
  visit · dns · commands                   what a user gets · where the name points · what ran on the hosts
  kill · start                             kill -9 the bot, start it again
  story                                    play a failover and the way back
  quit`;

const WAIT_MS = 60_000;

/** The sandbox by keyboard: a person, a channel, and the buttons of Slack as words. */
export function createTerminal(
  sandbox: Sandbox,
  bot: BotProcess,
  print: (text: string) => void,
  troubles: Troubles = createTroubles({ ...sandbox, bot }),
): Terminal {
  const { slack, world } = sandbox;
  let person = { id: 'U0JIN', name: 'jin' };
  let channel = { id: 'C0INCIDENTS', name: 'incidents' };

  const indent = (text: string): string => toReadable(text, slack).replace(/^/gm, '  │ ');

  const verbs: Record<string, (rest: string) => void | Promise<void>> = {
    as: (name) => void (person = pick(slack.people(), name, 'person')),
    in: (name) => {
      channel = pick(slack.channels(), name.replace(/^#/, ''), 'channel');
      show();
    },
    press,
    async submit(rest) {
      const me = slack.as(person.id);
      const before = privateMessages(me.sees(channel.id)).length;
      const { errors, error } = await me.submit(fieldsOf(rest, me.modal()?.blocks ?? []));
      if (errors)
        return print(
          Object.values(errors)
            .map((text) => `  ${text}`)
            .join('\n'),
        );
      if (error !== undefined) throw new Error(`Slack says: ${error}`);
      await showPrivate(before);
    },
    close: () => slack.as(person.id).closeModal(),
    show,
    thread() {
      const top = slack.channel(channel.id).messages.findLast((message) => message.replyCount > 0);
      if (!top) throw new Error('No thread in this channel yet.');
      for (const reply of slack.channel(channel.id).thread(top.ts)) print(indent(reply.plain));
    },
    async home() {
      await slack.as(person.id).openHome();
      const view = await slack.waitFor(() => slack.as(person.id).home(), { what: 'the home', timeoutMs: 5_000 });
      print(indent(view.plain));
    },
    async wait(words) {
      const says = (): boolean =>
        slack.channel(channel.id).messages.some((message) => toReadable(message.plain, slack).includes(words));
      await slack.waitFor(says, { timeoutMs: WAIT_MS, what: `"${words}" in #${channel.name}` });
    },
    async trouble(name) {
      if (name === '')
        for (const { name: known, summary, isOn } of troubles.all)
          print(`${isOn() ? '•' : ' '} ${known.padEnd(20)} ${summary}`);
      else {
        const { cause, summary } = troubles.get(name);
        await cause();
        print(`  now: ${summary}`);
      }
    },
    async heal(name) {
      if (name === 'all') {
        await troubles.healAll();
        return print('  over: everything');
      }
      const { heal, summary } = troubles.get(name);
      await heal();
      print(`  over: ${summary}`);
    },
    async visit() {
      const { site, status, error } = await world.visit();
      print(`  users reach: ${site ?? 'nobody'} (${status ?? error})`);
    },
    dns() {
      const { name, type, content, ttl, comment } = world.cloudflare.record();
      print(`  ${name} ${type} ${content}, TTL ${ttl}${comment ? `, "${comment}"` : ''}`);
    },
    commands() {
      for (const host of [world.primary, world.standby])
        for (const { argv, exitCode } of host.commands) print(`  ${host.name}$ ${argv.join(' ')}  → ${exitCode}`);
    },
    async kill() {
      await bot.kill();
      print('  the bot is dead (kill -9)');
    },
    async start() {
      await bot.start();
      print(`  the bot runs (process ${bot.pid})`);
    },
    story,
    help: () => print(HELP),
  };

  function show(): void {
    const seen = slack
      .as(person.id)
      .sees(channel.id)
      .filter((message) => message.threadTs === undefined || message.threadTs === message.ts);
    print(`  ── #${channel.name}, as ${person.name} sees it ──`);
    for (const message of seen) print(indent(message.plain));
  }

  async function press(label: string): Promise<void> {
    const me = slack.as(person.id);
    if (me.modal()) return void (await me.click('modal', label));
    const seen = me.sees(channel.id).findLast((message) => message.plain.includes(`[${label}]`));
    if (!seen) throw new Error(`No message in #${channel.name} has a button "${label}".`);
    const before = privateMessages(me.sees(channel.id)).length;
    const { error } = await me.click({ channel: channel.id, ts: seen.ts }, label);
    if (error !== undefined) throw new Error(`Slack says: ${error}`);
    await showPrivate(before);
  }

  async function type(line: string): Promise<void> {
    const { shown, ackMs, error } = await slack.as(person.id).type(line, { channel: channel.id });
    if (error !== undefined) print(`  Slack says: ${error}`);
    else print(`  (only visible to you, ${Math.round(ackMs)} ms)\n${indent(shown ?? '')}`);
    // A form is opened by a call of its own, right behind the answer.
    const modal = shown === undefined || shown === '' ? await findModal() : undefined;
    if (modal) print(`${indent(modal.plain)}\n  (fill it in with "submit Label=text …", or "close")`);
  }

  function findModal() {
    return slack.waitFor(() => slack.as(person.id).modal(), { timeoutMs: 1_000 }).catch(() => undefined);
  }

  /** Waits a moment for what only this person can see. */
  async function showPrivate(before: number): Promise<void> {
    const me = slack.as(person.id);
    const answer = (): SeenMessage | undefined => privateMessages(me.sees(channel.id))[before];
    const shown = await slack.waitFor(() => answer() ?? me.modal(), { timeoutMs: 1_500 }).catch(() => undefined);
    if (shown) print(`  (only visible to you)\n${indent(shown.plain)}`);
  }

  async function story(): Promise<void> {
    const lines = [
      'visit',
      'trouble web-down',
      'visit',
      '/failover nextuse home router is dead',
      'wait Approve',
      'press Approve',
      'as mina',
      'press Approve',
      'wait succeeded',
      'visit',
    ];
    const wayBack = [
      'heal web-down',
      '/failover nextuse',
      'wait Nothing was left',
      'as jin',
      '/failback nextuse all is well',
      'wait awaiting approval',
      'as mina',
      'press Approve',
      'wait Failback of nextuse · succeeded',
      'show',
      'visit',
    ];
    for (const line of [...lines, ...wayBack]) {
      print(`${terminal.prompt()}${line}`);
      await terminal.enter(line);
    }
  }

  const terminal: Terminal = {
    prompt: () => `${person.name} #${channel.name}> `,
    async enter(line) {
      const typed = line.trim();
      if (typed === '') return true;
      if (typed === 'quit' || typed === 'exit') return false;
      if (typed.startsWith('/')) {
        await type(typed);
        return true;
      }
      const [verb = '', ...rest] = typed.split(' ');
      const carryOut = verbs[verb];
      if (!carryOut) throw unknown('verb', verb, Object.keys(verbs));
      await carryOut(rest.join(' '));
      return true;
    },
  };
  return terminal;
}

function privateMessages(messages: readonly SeenMessage[]): readonly SeenMessage[] {
  return messages.filter((message) => message.ephemeral);
}

function pick<T extends { name: string }>(all: readonly T[], name: string, what: string): T {
  const found = all.find((each) => each.name === name);
  if (!found)
    throw unknown(
      what,
      name,
      all.map((each) => each.name),
    );
  return found;
}

function unknown(what: string, typed: string, known: readonly string[]): Error {
  const nearest = findNearest(typed, known);
  return new Error(
    `No ${what} named "${typed}".${nearest === undefined ? ` Try one of: ${known.join(', ')}.` : ` Did you mean "${nearest}"?`}`,
  );
}

/** `Service=nextuse Reason=too early`; text without a label goes into the first field. */
function fieldsOf(text: string, blocks: readonly Record<string, unknown>[]): Record<string, string> {
  const labelled = [...text.matchAll(/(\w+)=([^=]*)(?=\s+\w+=|$)/g)];
  if (labelled.length > 0) return Object.fromEntries(labelled.map((match) => [match[1] ?? '', match[2]?.trim() ?? '']));
  const first = blocks.find((block) => block['type'] === 'input')?.['block_id'];
  return text === '' || typeof first !== 'string' ? {} : { [first]: text };
}
