import { useState } from 'preact/hooks';
import { useWorld } from './world-context.ts';

interface Props {
  /** Seconds. */
  ttl: number;
  secondsLeft: number;
  /** ISO 8601. */
  expiresAt: string;
  isStale: boolean;
}

/** What is left of an answer's time, as a bar that runs down by itself between two looks. */
export function TimeLeft({ ttl, secondsLeft, expiresAt, isStale }: Props) {
  const { texts, now, number } = useWorld();
  const leftMs = Math.min(ttl * 1000, Math.max(0, new Date(expiresAt).getTime() - now.getTime()));
  return (
    <>
      {!isStale && <span>{texts.left(number(secondsLeft))}</span>}
      <Bar key={expiresAt} ttlMs={ttl * 1000} leftMs={leftMs} />
    </>
  );
}

/** Runs from where it was when it was drawn first: each later look would make it jump. */
function Bar({ ttlMs, leftMs }: { ttlMs: number; leftMs: number }) {
  const [goneMs] = useState(ttlMs - leftMs);
  return (
    <span class="world-bar" aria-hidden="true">
      <span
        style={{
          animationDuration: `${ttlMs}ms`,
          animationDelay: `-${goneMs}ms`,
          // Where nothing shall move.
          transform: `scaleX(${leftMs / ttlMs})`,
        }}
      />
    </span>
  );
}
