import { createSecret, type Secret } from '../core/secret.ts';

export type StoreAddress =
  | { kind: 'sqlite'; path: string }
  | {
      kind: 'postgres';
      /** May hold a password. */
      url: Secret;
      /** The same for people: without password and options. */
      place: string;
    };

export const DEFAULT_STORE = 'sqlite:./data/watchkeeper.db';

/** What is wrong with the text of an address, as the name of its text. */
export type StoreProblem = 'store' | 'storeUrl' | 'storeTls';

/** `prefer` and `allow` would go on without TLS and say nothing. */
const TLS_MODES: ReadonlySet<string> = new Set(['disable', 'require', 'verify-ca', 'verify-full', 'no-verify']);

/** `sqlite:<path>` or `postgres://user:password@host:port/database?options`; undefined for anything else. */
export function findStoreAddress(text: string): StoreAddress | undefined {
  const address = readStoreAddress(text);
  return typeof address === 'string' ? undefined : address;
}

/** The address, or what is wrong with it. */
export function readStoreAddress(text: string): StoreAddress | StoreProblem {
  const path = /^sqlite:(.+)$/.exec(text)?.[1];
  if (path !== undefined && !path.startsWith('//')) return { kind: 'sqlite', path };
  if (!/^postgres(ql)?:/.test(text)) return 'store';
  const url = /^postgres(ql)?:\/\/./.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  // A socket's folder stands as ?host=/var/run/postgresql.
  const host = url?.searchParams.get('host') || url?.hostname;
  if (!url || !host || url.pathname.length < 2 || url.hash !== '') return 'storeUrl';
  const mode = url.searchParams.get('sslmode');
  if (mode !== null && !TLS_MODES.has(mode)) return 'storeTls';
  const user = url.username === '' ? '' : `${decodeURIComponent(url.username)}@`;
  const port = url.port === '' ? '' : `:${url.port}`;
  return { kind: 'postgres', url: createSecret(text), place: `postgres://${user}${host}${port}${url.pathname}` };
}

/** The password of an address as it is typed there and as the server is told it. */
export function listStoreSecrets(address: StoreAddress): string[] {
  if (address.kind === 'sqlite') return [];
  const { password, searchParams } = new URL(address.url.reveal());
  const written = password || (searchParams.get('password') ?? '');
  return written === '' ? [] : [...new Set([written, decode(written)])];
}

/**
 * Beside what the socket of the terminals lies: a database file, else a name in `data` that only this bot of this machine
 * has, because of its port.
 */
export function terminalBaseOf(address: StoreAddress, port: number): string {
  return address.kind === 'sqlite' ? address.path : `./data/watchkeeper-${port}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
