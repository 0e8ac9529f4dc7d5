import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { toAccountActor } from '../core/account-actor.ts';
import type { Actor } from '../core/actor.ts';
import { OpsError } from '../core/errors.ts';
import type { ClientMessage } from './protocol.ts';
import { PROTOCOL, type ServerMessage } from './protocol.ts';
import type { TerminalDeps } from './deps.ts';

/** How one client shows who it is. Each part can be had once; what comes out of turn is `invalid_input`. */
export interface Greeting {
  /** What to send in answer to a hello. `conflict` for another version of the protocol. */
  challenge(hello: Extract<ClientMessage, { type: 'hello' }>): ServerMessage;
  /** Who left the mark. `not_allowed` when nobody did, or it is nobody's account. */
  findOut(): Promise<{ actor: Actor; account: string }>;
  /** Takes away what the client may have left. */
  forget(): Promise<void>;
}

const random = (): string => randomBytes(24).toString('base64url');

export function createGreeting(markFolder: string, { accounts, inventory, texts }: TerminalDeps): Greeting {
  const { cli } = texts;
  let given: { mark: string; nonce: string; as: string | undefined } | undefined;
  let isTaken = false;
  const take = () => {
    const { mark = '', nonce = '' } = given ?? {};
    isTaken = true;
    return accounts.takeMark(join(markFolder, mark), nonce);
  };

  return {
    challenge({ protocol, as }) {
      if (given) throw new OpsError('invalid_input', cli.wrongMessage({ keys: 'hello' }));
      if (protocol !== PROTOCOL) {
        const facts = { theirs: protocol, ours: PROTOCOL };
        throw new OpsError('conflict', cli.otherProtocol(facts), { hint: cli.otherProtocolHint });
      }
      given = { mark: random(), nonce: random(), as };
      return { type: 'challenge', protocol: PROTOCOL, mark: given.mark, nonce: given.nonce };
    },
    async findOut() {
      if (!given || isTaken) throw new OpsError('invalid_input', cli.wrongMessage({ keys: 'marked' }));
      const account = await take();
      if (!account) throw new OpsError('not_allowed', cli.noMark, { hint: cli.noMarkHint });
      return { actor: toAccountActor(account, given.as, inventory, texts), account: account.name };
    },
    async forget() {
      if (given && !isTaken) await take();
    },
  };
}
