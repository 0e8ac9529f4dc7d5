import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { Connection, ServerChannel } from 'ssh2';
import { toHostKey } from '../../src/ssh/host-key.ts';

const { Server, utils } = ssh2;

export interface KeyPair {
  private: string;
  public: string;
}

export function createKeyPair(type: 'ed25519' | 'rsa' | 'ecdsa' = 'ed25519'): KeyPair {
  const pair = generate(type);
  // ssh2 1.17 drops leading zero bytes: about one pair in 256 cannot be read.
  return [pair.public, pair.private].some((key) => utils.parseKey(key) instanceof Error) ? createKeyPair(type) : pair;
}

function generate(type: 'ed25519' | 'rsa' | 'ecdsa'): KeyPair {
  if (type === 'rsa') return utils.generateKeyPairSync('rsa', { bits: 2048 });
  return type === 'ecdsa' ? utils.generateKeyPairSync('ecdsa', { bits: 256 }) : utils.generateKeyPairSync('ed25519');
}

export function toFingerprint(key: KeyPair): string {
  const parsed = utils.parseKey(key.public);
  if (parsed instanceof Error) throw parsed;
  return toHostKey(parsed.getPublicSSH()).fingerprint;
}

/** One command that arrived: its text, and the channel to answer on. */
export interface Arrival {
  command: string;
  channel: ServerChannel;
  connection: Connection;
}

export interface SshFixture {
  port: number;
  fingerprint: string;
  /** Texts of the commands that were started, in order. */
  commands: string[];
  /** Signals that commands were sent. */
  signals: string[];
  /** Connections that were made, ever. */
  connectionCount(): number;
  /** Breaks every connection, as a reset does. */
  reset(): void;
  close(): Promise<void>;
}

interface Options {
  hostKeys?: KeyPair[];
  /** Public key that may log in; without, every key. */
  user?: KeyPair;
  port?: number;
  onCommand?: (arrival: Arrival) => void;
  /** `late` opens a session after 200 ms, `ignore` never answers a session open, `hold` never answers the start of a command, `refuse` says no to both. */
  session?: 'accept' | 'late' | 'ignore' | 'refuse' | 'hold' | 'refuse-command' | 'drop-at-command';
  onLogin?: () => void;
  /** Connects for clients that use this server as a jump host. */
  canForward?: boolean;
}

/** A real SSH server (the protocol of ssh2), whose commands the test answers. */
export async function startSsh(options: Options = {}): Promise<SshFixture> {
  const { hostKeys = [createKeyPair()], port = 0, onCommand = ({ channel }) => answer(channel) } = options;
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const signals: string[] = [];
  let connectionCount = 0;
  // The server of ssh2 swallows signals that come after end of input, as all of ours do; its debug output has them.
  const debug = (line: string): void => {
    const [, name] = /Inbound: CHANNEL_REQUEST \(r:\d+, signal: (\w+)\)$/.exec(line) ?? [];
    if (name) signals.push(name);
  };
  const server = new Server({ hostKeys: hostKeys.map((key) => key.private), debug }, (connection) => {
    connectionCount += 1;
    connection.on('error', () => {});
    acceptLogin(connection, options);
    connection.on('ready', () => {
      acceptSessions(connection, options, (arrival) => {
        commands.push(arrival.command);
        onCommand(arrival);
      });
      if (options.canForward) forward(connection);
    });
  });
  const tcp = await startTcp((socket) => {
    sockets.add(socket);
    // As sshd does; without it each answer waits for the client's delayed acknowledgement.
    socket.setNoDelay(true);
    server.injectSocket(socket);
  }, port);
  const [first] = hostKeys;
  return {
    port: tcp.port,
    fingerprint: first ? toFingerprint(first) : '',
    commands,
    signals,
    connectionCount: () => connectionCount,
    reset: () => sockets.forEach((socket) => socket.resetAndDestroy()),
    close: tcp.close,
  };
}

/** Ends a command as a program does. */
export function answer(channel: ServerChannel, stdout = '', exitCode = 0): void {
  channel.write(stdout);
  channel.exit(exitCode);
  channel.end();
}

function acceptLogin(connection: Connection, { user, onLogin }: Options): void {
  connection.on('authentication', (attempt) => {
    onLogin?.();
    if (attempt.method !== 'publickey') return attempt.reject(['publickey']);
    const allowed = user && utils.parseKey(user.public);
    if (allowed instanceof Error) throw allowed;
    if (allowed && !allowed.getPublicSSH().equals(attempt.key.data)) return attempt.reject(['publickey']);
    if (attempt.signature && allowed && attempt.blob) {
      const isProven: unknown = allowed.verify(attempt.blob, attempt.signature, attempt.hashAlgo);
      if (isProven !== true) return attempt.reject();
    }
    attempt.accept();
  });
}

function acceptSessions(
  connection: Connection,
  { session = 'accept' }: Options,
  onArrival: (arrival: Arrival) => void,
): void {
  connection.on('session', (acceptSession, refuseSession) => {
    if (session === 'ignore') return;
    if (session === 'refuse') return refuseSession();
    const listen = (): void =>
      void acceptSession().on('exec', (accept, refuse, { command }) => {
        if (session === 'hold') return;
        if (session === 'drop-at-command') return void connection.end();
        if (session === 'refuse-command') return refuse();
        onArrival({ command, channel: accept(), connection });
      });
    if (session === 'late') setTimeout(listen, 200);
    else listen();
  });
}

function forward(connection: Connection): void {
  connection.on('tcpip', (accept, refuse, { destIP, destPort }) => {
    const target = connect(destPort, destIP);
    target.once('error', () => refuse());
    target.once('connect', () => {
      const channel = accept();
      channel.on('error', () => {});
      channel.on('close', () => target.destroy());
      target.on('close', () => channel.end());
      target.pipe(channel).pipe(target);
    });
  });
}

/** A TCP server that accepts and does what the test says, e.g. nothing. */
export async function startTcp(
  onConnection: (socket: Socket) => void,
  port = 0,
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}
