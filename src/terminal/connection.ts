import type { Socket } from 'node:net';
import type { Actor } from '../core/actor.ts';
import { OpsError, toOpsError } from '../core/errors.ts';
import { answerCall, type Call } from './answer-call.ts';
import { createChannel } from './channel.ts';
import { createGreeting } from './greeting.ts';
import { clientMessage, LIMITS, type ClientMessage } from './protocol.ts';
import { readLines } from './read-lines.ts';
import type { TerminalDeps } from './deps.ts';

/** One terminal: who it is is found out first; then it may call. Resolves when it is gone. */
export async function serveTerminal(socket: Socket, markFolder: string, deps: TerminalDeps): Promise<void> {
  const { clock, log, texts, inventory } = deps;
  const channel = createChannel(socket, { clock, log });
  const greeting = createGreeting(markFolder, deps);
  let actor: Actor | undefined;
  let inHand = 0;
  let lastHeardAt = clock.now().getTime();

  async function welcome(): Promise<void> {
    const known = await greeting.findOut();
    actor = known.actor;
    log.info({ person: actor.person, account: known.account }, 'terminal connected');
    channel.send({ type: 'welcome', person: actor.person, account: known.account, locale: inventory.locale });
  }

  async function answer(call: Call): Promise<void> {
    if (!actor || inHand >= LIMITS.callsInHand) throw wrong(actor ? 'id' : 'call');
    inHand++;
    await answerCall(call, actor, channel, deps);
    inHand--;
    lastHeardAt = clock.now().getTime();
  }

  async function take(line: string): Promise<void> {
    if (channel.isOver) return;
    lastHeardAt = clock.now().getTime();
    const message = toMessage(line);
    switch (message?.type) {
      case 'hello':
        return channel.send(greeting.challenge(message));
      case 'marked':
        return welcome();
      case 'call':
        return answer(message);
      case undefined:
        throw wrong('json');
    }
  }

  /** Who does not say who it is, or says nothing for long, makes room. */
  async function watchTime(): Promise<void> {
    await clock.sleep(LIMITS.greetingMs, channel.gone);
    while (!channel.gone.aborted) {
      const isIdle = inHand === 0 && clock.now().getTime() - lastHeardAt >= LIMITS.idleMs;
      if (!actor || isIdle) return channel.cutOff();
      await clock.sleep(LIMITS.idleMs / 4, channel.gone);
    }
  }

  const wrong = (keys: string): OpsError => new OpsError('invalid_input', texts.cli.wrongMessage({ keys }));
  readLines(socket, LIMITS.requestBytes, {
    onLine: (line) => void take(line).catch((thrown: unknown) => channel.refuse(toOpsError(thrown))),
    onTooLong: () => channel.refuse(wrong('size')),
  });
  await Promise.all([channel.closed, watchTime()]);
  await greeting.forget();
}

function toMessage(line: string): ClientMessage | undefined {
  try {
    return clientMessage.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
