import { PROBE_ID, type PrimaryDown, type Sign } from '../core/primary-down.ts';

/** Signs gone for so long: it is back. */
export const CALM_MS = 30_000;
const SIGNS_MAX = 12;
const PROBE_EVERY_MS = 30_000;
/** What has been down for this long is not news any more. */
const PROBE_OFTEN_MS = 600_000;
const PROBE_SELDOM_MS = 300_000;

/** One source says the same thing twice, and one message is one trouble: only another source and another group count. */
export const isIndependent = (a: Sign, b: Sign): boolean =>
  a.source !== b.source && (a.group === undefined || a.group !== b.group);

/** Two independent signs that began within the window of each other. */
export function findPair(signs: readonly Sign[], withinMs: number): [Sign, Sign] | undefined {
  for (const [index, sign] of signs.entries()) {
    const other = signs
      .slice(index + 1)
      .find((each) => isIndependent(sign, each) && Math.abs(sign.at - each.at) <= withinMs);
    if (other) return [sign, other];
  }
  return undefined;
}

const isOpen = (known: PrimaryDown | undefined): known is PrimaryDown =>
  known !== undefined && known.endedAt === undefined;

/** What the signs that there are now make of what was known. The same object: nothing has changed. */
export function judgePrimary(
  known: PrimaryDown | undefined,
  present: readonly Sign[],
  { service, now, withinMs }: { service: string; now: number; withinMs: number },
): PrimaryDown | undefined {
  if (!isOpen(known)) {
    const pair = findPair(present, withinMs);
    if (!pair) return known;
    const others = present.filter((sign) => !pair.includes(sign));
    return { service, since: now, signs: [...pair, ...others].slice(0, SIGNS_MAX) };
  }
  const signs = merge(known.signs, present, now);
  const { quietSince, ...rest } = known;
  if (present.length > 0) return settle(known, { ...rest, signs });
  const since = quietSince ?? now;
  const isOver = now - since >= CALM_MS;
  return settle(known, { ...rest, signs, quietSince: since, ...(isOver && { endedAt: now }) });
}

/** Those that are gone stay, with their end; the oldest of them make room. */
function merge(before: readonly Sign[], present: readonly Sign[], now: number): Sign[] {
  const byId = new Map(present.map((sign) => [sign.id, sign]));
  const old = before.map((sign) => byId.get(sign.id) ?? { ...sign, endedAt: sign.endedAt ?? now });
  const fresh = present.filter(({ id }) => !before.some((sign) => sign.id === id));
  const all = [...old, ...fresh];
  const surplus = Math.max(0, all.length - SIGNS_MAX);
  const leaving = new Set(all.filter(({ endedAt }) => endedAt !== undefined).slice(0, surplus));
  return all.filter((sign) => !leaving.has(sign)).slice(0, SIGNS_MAX);
}

const settle = (before: PrimaryDown, after: PrimaryDown): PrimaryDown =>
  JSON.stringify(before) === JSON.stringify(after) ? before : after;

/** Whether the bot should ask the primary itself. `signs` are alerts, `askedAt` is when it asked last. */
export function isProbeDue(
  known: PrimaryDown | undefined,
  signs: readonly Sign[],
  {
    now,
    askedAt,
    withinMs,
    probe,
  }: { now: number; askedAt: number; withinMs: number; probe: 'on-sign' | 'always' | 'never' },
): boolean {
  if (probe === 'never') return false;
  const open = isOpen(known) ? known : undefined;
  const everyMs = open && now - open.since > PROBE_OFTEN_MS ? PROBE_SELDOM_MS : PROBE_EVERY_MS;
  if (now - askedAt < everyMs) return false;
  if (probe === 'always') return true;
  if (findPair(signs, Infinity)) return false;
  return open !== undefined || signs.some(({ at }) => now - at <= withinMs);
}

/** What the bot said of the primary before it was started anew, as long as it has not asked again. */
export const findKnownProbe = (known: PrimaryDown | undefined): Sign | undefined =>
  isOpen(known) ? known.signs.find(({ id, endedAt }) => id === PROBE_ID && endedAt === undefined) : undefined;
