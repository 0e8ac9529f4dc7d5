import { createHash } from 'node:crypto';
import { Client } from 'ssh2';

/** A plain ssh2 connection, to look at an SSH server from outside. */
export interface SshConnection {
  client: Client;
  /** `SHA256:…` that the server showed. */
  hostKey: string;
  closed: Promise<void>;
  end(): void;
}

export interface CommandResult {
  stdout: string;
  stderr: string;
  code: number | null;
  signal: string | undefined;
}

export function connectSsh(to: {
  address: string;
  port: number;
  user: string;
  privateKey: string;
}): Promise<SshConnection> {
  const client = new Client();
  let hostKey = '';
  const closed = new Promise<void>((resolve) => client.on('close', () => resolve()));
  return new Promise((resolve, reject) => {
    client.on('error', reject);
    client.on('ready', () => {
      client.setNoDelay(true);
      resolve({ client, hostKey, closed, end: () => client.end() });
    });
    client.connect({
      host: to.address,
      port: to.port,
      username: to.user,
      privateKey: to.privateKey,
      readyTimeout: 2000,
      hostVerifier: (key: Buffer) => {
        hostKey = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
        return true;
      },
    });
  });
}

/** `stop`: after a while, send a signal or close the channel. Errors: the connection was lost. */
export function runOver(
  { client, closed }: SshConnection,
  command: string,
  stop?: { afterMs: number; signal?: string; isClosing?: boolean },
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    void closed.then(() => isAnswered || reject(new Error('connection lost')));
    client.exec(command, (error, channel) => {
      if (error !== undefined) return reject(error);
      let stdout = '';
      let stderr = '';
      let end: Pick<CommandResult, 'code' | 'signal'> = { code: null, signal: undefined };
      channel.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      channel.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      channel.on('exit', (code: number | null, signal?: string) => {
        isAnswered = true;
        end = { code, signal };
      });
      channel.on('close', () => {
        if (isAnswered || stop !== undefined) resolve({ stdout, stderr, ...end });
      });
      if (stop === undefined) return undefined;
      return setTimeout(() => {
        if (stop.signal !== undefined) channel.signal(stop.signal);
        if (stop.isClosing === true) channel.close();
      }, stop.afterMs);
    });
  });
}
