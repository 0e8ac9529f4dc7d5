import { lstatSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import type { Locale } from '../core/inventory.ts';
import type { Account, Accounts } from '../core/ports/accounts.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { isTrusted, readFolderAccess } from './access.ts';
import { FOLLOW, type MethodName, type ParamsOf, type ResultOf, type SeenRun } from './methods.ts';
import {
  LIMITS,
  MARK,
  markFolderOf,
  PROTOCOL,
  serverMessage,
  socketPathOf,
  type ClientMessage,
  type ServerMessage,
} from './protocol.ts';
import { readLines } from './read-lines.ts';

export interface TerminalClient {
  readonly person: string;
  readonly locale: Locale;
  /** Errors are the bot's own; `unreachable` when the connection is gone. */
  call<M extends MethodName>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>>;
  follow(id: string, until: 'stand' | 'end', onChange: (seen: SeenRun) => void): Promise<void>;
  close(): void;
}

interface ClientDeps {
  database: string;
  accounts: Accounts;
  /** The person for whom root speaks. */
  as: string | undefined;
  texts: Texts;
  clock: Clock;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: OpsError): void;
  onUpdate?: ((value: unknown) => void) | undefined;
}

/**
 * Connects to the running bot; undefined when none runs on this database. Throws what the bot says when it refuses us,
 * `unreachable` when we may not reach it or it does not answer, `not_allowed` when what listens there is not the bot's.
 */
export async function connectTerminal(deps: ClientDeps): Promise<TerminalClient | undefined> {
  const path = socketPathOf(deps.database);
  const account = await deps.accounts.self();
  if (!isThere(path, account, deps)) return undefined;
  const socket = await connect(path, account, deps);
  return socket && greet(socket, deps);
}

function isThere(path: string, account: Account, { database, texts: { cli } }: ClientDeps): boolean {
  try {
    const stats = lstatSync(path);
    if (isTrusted(stats, account.uid, readFolderAccess(database))) return true;
    throw new OpsError('not_allowed', cli.strangeSocket({ path, uid: stats.uid }), { hint: cli.strangeSocketHint });
  } catch (thrown) {
    if (thrown instanceof OpsError) throw thrown;
    // A folder that may not be entered is told about by whoever tries the database next.
    return false;
  }
}

function connect(path: string, account: Account, { texts: { cli } }: ClientDeps): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // Left by a bot that died.
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') return resolve(undefined);
      const message =
        error.code === 'EACCES'
          ? cli.socketForbidden({ path, account: account.name })
          : cli.socketBroken({ path, reason: error.code ?? error.message });
      const hint = error.code === 'EACCES' ? cli.letIn({ account: account.name }) : undefined;
      reject(new OpsError('unreachable', message, { hint, cause: error }));
    });
  });
}

function greet(socket: Socket, { database, accounts, as, texts: { cli }, clock }: ClientDeps): Promise<TerminalClient> {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  const send = (message: ClientMessage): void => void socket.write(`${JSON.stringify(message)}\n`);

  return new Promise((resolve, reject) => {
    const welcomed = new AbortController();
    const gone = (cause?: unknown): OpsError =>
      new OpsError('unreachable', cli.botWentAway, { hint: cli.botWentAwayHint, cause });
    const lose = (error: OpsError): void => {
      reject(error);
      welcomed.abort();
      for (const { reject: fail } of pending.values()) fail(error);
      pending.clear();
      socket.destroy();
    };
    const lost = (cause?: unknown): void => lose(gone(cause));

    const ask = <T>(method: string, params: unknown, onUpdate?: (value: unknown) => void): Promise<T> =>
      new Promise((settle, fail) => {
        if (socket.destroyed) return fail(gone());
        const id = ++lastId;
        pending.set(id, { resolve: settle, reject: fail, onUpdate });
        send({ type: 'call', id, method, params });
      });

    async function onMessage(message: ServerMessage): Promise<void> {
      switch (message.type) {
        case 'challenge':
          if (message.protocol !== PROTOCOL)
            return lose(
              new OpsError('conflict', cli.otherProtocol({ theirs: PROTOCOL, ours: message.protocol }), {
                hint: cli.otherProtocolHint,
              }),
            );
          if (!MARK.test(message.mark) || !MARK.test(message.nonce)) return lost();
          await accounts.leaveMark(join(markFolderOf(database), message.mark), message.nonce);
          return send({ type: 'marked' });
        case 'welcome':
          welcomed.abort();
          return resolve({
            person: message.person,
            locale: message.locale,
            call: (method, params) => ask(method, params),
            follow: (id, until, onChange) => ask(FOLLOW, { id, until }, (value) => onChange(value as SeenRun)),
            close: () => socket.destroy(),
          });
        case 'refused':
          return lose(new OpsError(message.error.code, message.error.message, { hint: message.error.hint }));
        case 'update':
          return pending.get(message.id)?.onUpdate?.(message.value);
        case 'result':
        case 'error': {
          const waiting = pending.get(message.id);
          pending.delete(message.id);
          if (message.type === 'result') return waiting?.resolve(message.value);
          const { code, message: text, hint } = message.error;
          return waiting?.reject(new OpsError(code, text, { hint }));
        }
      }
    }

    readLines(socket, LIMITS.answerBytes, {
      onLine: (line) => void Promise.resolve(line).then(toMessage).then(onMessage).catch(lost),
      onTooLong: lost,
    });
    socket.on('error', lost);
    socket.once('close', () => lost());
    void clock.sleep(LIMITS.greetingMs * 2, welcomed.signal).then(() => {
      if (!welcomed.signal.aborted) lost();
    });
    send({ type: 'hello', protocol: PROTOCOL, ...(as !== undefined && { as }) });
  });
}

/** Throws for what no bot says. */
function toMessage(line: string): ServerMessage {
  return serverMessage.parse(JSON.parse(line)) as unknown as ServerMessage;
}
