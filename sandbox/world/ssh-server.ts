import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { AuthContext, Connection, ServerChannel, Session } from 'ssh2';
import { listenOn, portOf } from './free-port.ts';
import { createKeyPair, toFingerprint, toParsedKey } from './keys.ts';

/** How a command ended. `drop`: the connection breaks before the answer. */
export type CommandEnd = { exitCode: number } | 'drop';

export interface CommandIo {
  signal: AbortSignal;
  stdout(text: string): void;
  stderr(text: string): void;
}

export interface SshServerDeps {
  user: string;
  publicKey: string;
  isAuthDenied(): boolean;
  run(command: string, io: CommandIo): Promise<CommandEnd>;
}

export interface SshServer {
  /** `SHA256:…`, of the key in use now. */
  readonly hostKey: string;
  readonly isHostKeyChanged: boolean;
  /** On 127.0.0.1, behind the host's cable. */
  readonly innerPort: number;
  changeHostKey(): void;
  /** The key it began with. */
  restoreHostKey(): void;
  close(): Promise<void>;
}

/** sshd for one account with one key: exec only, no terminal, no shell, no sftp, no forwarding. */
export async function createSshServer({ user, publicKey, isAuthDenied, run }: SshServerDeps): Promise<SshServer> {
  const sockets = new Map<number, Socket>();
  const allowedKey = toParsedKey(publicKey);
  const firstKey = createKeyPair('host');
  let hostKey = firstKey;
  let server = createProtocolServer();

  // The protocol server is handed sockets instead of listening: its host key can change without the port moving.
  const listener = createServer({ noDelay: true }, (socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(port));
    server.injectSocket(socket);
  });
  await listenOn('127.0.0.1', 0, listener);

  function createProtocolServer(): ssh2.Server {
    return new ssh2.Server({ hostKeys: [hostKey.privateKeyPem], ident: 'OpenSSH_9.6p1' }, (connection, { port }) => {
      connection.on('error', () => sockets.get(port)?.destroy());
      connection.on('authentication', authenticate);
      connection.on('ready', () => {
        connection.on('session', (accept) => serveSession(accept(), () => sockets.get(port)?.destroy()));
      });
      refuseForwarding(connection);
    });
  }

  function authenticate(context: AuthContext): void {
    if (context.method !== 'publickey' || context.username !== user || isAuthDenied())
      return context.reject(['publickey']);
    if (!context.key.data.equals(allowedKey.getPublicSSH())) return context.reject(['publickey']);
    if (context.signature === undefined || context.blob === undefined) return context.accept();
    // ssh2 answers an Error for a signature that it cannot read.
    const verdict: unknown = allowedKey.verify(context.blob, context.signature, context.hashAlgo);
    if (verdict !== true) return context.reject(['publickey']);
    context.accept();
  }

  function serveSession(session: Session, drop: () => void): void {
    let controller: AbortController | undefined;
    session.on('pty', (_accept, reject) => reject?.());
    session.on('env', (accept) => accept?.());
    session.on('signal', (accept, _reject, { name }) => {
      accept?.();
      controller?.abort(name);
    });
    session.on('exec', (accept, _reject, { command }) => {
      const channel = accept();
      const current = (controller = new AbortController());
      channel.on('close', () => current.abort('HUP'));
      channel.on('error', () => current.abort('HUP'));
      void serveCommand(channel, command, current.signal, drop);
    });
  }

  async function serveCommand(
    channel: ServerChannel,
    command: string,
    signal: AbortSignal,
    drop: () => void,
  ): Promise<void> {
    const end = await run(command, {
      signal,
      stdout: (text) => channel.writable && channel.write(text),
      stderr: (text) => channel.writable && channel.stderr.write(text),
    });
    if (end === 'drop') return drop();
    if (!channel.writable) return;
    if (signal.aborted) channel.exit(String(signal.reason), false, '');
    else channel.exit(end.exitCode);
    channel.end();
  }

  return {
    get hostKey() {
      return toFingerprint(hostKey.privateKeyPem);
    },
    get isHostKeyChanged() {
      return hostKey !== firstKey;
    },
    innerPort: portOf(listener),
    changeHostKey() {
      hostKey = createKeyPair('host');
      server = createProtocolServer();
    },
    restoreHostKey() {
      hostKey = firstKey;
      server = createProtocolServer();
    },
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}

function refuseForwarding(connection: Connection): void {
  connection.on('tcpip', (_accept, reject) => reject());
}
