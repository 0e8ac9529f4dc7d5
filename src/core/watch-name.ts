import { OpsError } from './errors.ts';
import { isPointingTo, readAnswer, type NameReading } from './same-target.ts';
import type { StepContext } from './step.ts';

/** What a server was last seen to say about the name. */
export type Sighting =
  | { server: string; state: 'new'; reading: NameReading }
  | { server: string; state: 'old'; reading: NameReading }
  | { server: string; state: 'silent' };

export interface NameWatch {
  record: string;
  target: string;
  servers: readonly string[];
  /** Asked for the target's addresses where a server shows no CNAME. */
  resolvers: readonly string[];
  minMs: number;
  /** Go on until the TTLs in the servers' own answers are over, and this much longer. Without: `minMs` is all. */
  graceAfterTtlMs?: number;
  onChange(sightings: readonly Sighting[]): void;
}

type Asking = Pick<StepContext, 'resolver' | 'clock' | 'signal'>;

const QUERY_TIMEOUT_MS = 2_000;
const POLL_MS = 200;
/** While an answer is known to stay old, asking more often teaches nothing. */
const PATIENT_POLL_MS = 1_000;
const SILENT_AFTER = 3;

/** Asks each server until it answers the target, stays silent three times, or time is over. Says what was seen last. */
export async function watchName(watch: NameWatch, context: Asking): Promise<readonly Sighting[]> {
  const { clock, signal } = context;
  const start = clock.now().getTime();
  const seen = new Map<string, Sighting>();
  let untilMs = start + watch.minMs;
  const watchServer = async (server: string): Promise<Sighting> => {
    for (let silences = 0; ;) {
      const sighting = await look(server, watch, context);
      signal.throwIfAborted();
      seen.set(server, sighting);
      watch.onChange([...seen.values()]);
      const now = clock.now().getTime();
      const ttlMs = sighting.state === 'old' ? sighting.reading.ttlSeconds * 1_000 : 0;
      if (watch.graceAfterTtlMs !== undefined && ttlMs > 0)
        untilMs = Math.max(untilMs, now + ttlMs + watch.graceAfterTtlMs);
      silences = sighting.state === 'silent' ? silences + 1 : 0;
      if (sighting.state === 'new' || silences === SILENT_AFTER || now >= untilMs) return sighting;
      const isPatient = watch.graceAfterTtlMs !== undefined && ttlMs > 2 * PATIENT_POLL_MS;
      await clock.sleep(isPatient ? PATIENT_POLL_MS : POLL_MS, signal);
      signal.throwIfAborted();
    }
  };
  return Promise.all(watch.servers.map(watchServer));
}

async function look(server: string, { record, target, resolvers }: NameWatch, context: Asking): Promise<Sighting> {
  const reading = await findReading(server, record, context);
  if (!reading) return { server, state: 'silent' };
  const needsAddresses = reading.cname === undefined && reading.addresses.length > 0;
  const addresses = needsAddresses ? await listAddresses(target, [server, ...resolvers], context) : [];
  return { server, reading, state: isPointingTo(reading, target, addresses) ? 'new' : 'old' };
}

/** What a server says about a name; undefined when it does not answer. */
export async function findReading(
  server: string,
  name: string,
  { resolver, signal }: Asking,
): Promise<NameReading | undefined> {
  try {
    return readAnswer(await resolver.query(server, name, { timeoutMs: QUERY_TIMEOUT_MS, signal }), name);
  } catch (thrown) {
    if (thrown instanceof OpsError && thrown.code === 'unreachable') return undefined;
    throw thrown;
  }
}

/** Every address that any of the servers gives for the name. */
export async function listAddresses(
  name: string,
  servers: readonly string[],
  context: Asking,
): Promise<readonly string[]> {
  const readings = await Promise.all(servers.map((server) => findReading(server, name, context)));
  return [...new Set(readings.flatMap((reading) => reading?.addresses ?? []))];
}

/** The zone's authoritative servers as configured or found; none when nobody tells. */
export async function listAuthoritative(
  {
    zone,
    authoritative,
    resolvers,
  }: { zone: string; authoritative: 'auto' | readonly string[]; resolvers: readonly string[] },
  { resolver, signal }: Asking,
): Promise<readonly string[]> {
  if (authoritative !== 'auto') return authoritative;
  try {
    return await resolver.authoritativeServers(zone, resolvers, { timeoutMs: QUERY_TIMEOUT_MS, signal });
  } catch (thrown) {
    if (thrown instanceof OpsError && thrown.code === 'unreachable') return [];
    throw thrown;
  }
}
