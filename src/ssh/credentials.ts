import { readFile } from 'node:fs/promises';
import ssh2 from 'ssh2';
import { OpsError } from '../core/errors.ts';
import type { HostConfig } from '../core/inventory.ts';
import type { Texts } from '../core/texts/catalogue.ts';

/** In the shape of ssh2's configuration. Without the usual first try of `none`, which costs a round trip. */
export type Credentials =
  | { privateKey: string; authHandler: ['publickey'] }
  | { agent: string; authHandler: ['agent'] };

/** How to log in to the host: its key file, else the agent. Read anew for each connection. Errors: `not_allowed`. */
export async function readCredentials(
  host: HostConfig,
  agentSocket: string | undefined,
  texts: Texts,
): Promise<Credentials> {
  const { ssh } = texts.adapters;
  if (host.privateKey !== undefined)
    return { privateKey: await readKey(host, host.privateKey, texts), authHandler: ['publickey'] };
  if (agentSocket) return { agent: agentSocket, authHandler: ['agent'] };
  throw new OpsError('not_allowed', ssh.noKey({ host: host.name }), { hint: ssh.noKeyHint({ host: host.name }) });
}

async function readKey({ name }: HostConfig, path: string, texts: Texts): Promise<string> {
  const { ssh } = texts.adapters;
  const refuse = (cause: unknown): OpsError =>
    new OpsError('not_allowed', ssh.keyUnusable({ host: name }), { cause, hint: ssh.keyUnusableHint({ host: name }) });
  let key: string;
  try {
    key = await readFile(path, 'utf8');
  } catch (error) {
    throw refuse(error);
  }
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw refuse(parsed);
  return key;
}
