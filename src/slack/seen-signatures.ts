/** Slack's signatures for as long as Bolt would take the same request again. */
export interface SeenSignatures {
  /** False when the same signature was there before. */
  add(signature: string, signedAtMs: number, nowMs: number): boolean;
  /** The request was refused: whoever sends it again has not been heard yet. */
  forget(signature: string): void;
}

/** Bolt refuses what is older than five minutes; ours and its clock are read at different moments. */
const KEEP_MS = 310_000;
const SWEEP_EVERY_MS = 30_000;

export function createSeenSignatures(): SeenSignatures {
  const goodUntil = new Map<string, number>();
  let sweepAt = 0;

  function sweep(nowMs: number): void {
    if (nowMs < sweepAt) return;
    for (const [signature, until] of goodUntil) if (until < nowMs) goodUntil.delete(signature);
    sweepAt = nowMs + SWEEP_EVERY_MS;
  }

  return {
    add(signature, signedAtMs, nowMs) {
      sweep(nowMs);
      if (goodUntil.has(signature)) return false;
      goodUntil.set(signature, signedAtMs + KEEP_MS);
      return true;
    },
    forget: (signature) => void goodUntil.delete(signature),
  };
}
