/** What one look at a primary saw, in a line. */
export interface PrimarySight {
  isDown: boolean;
  text: string;
}

/** Asks the primary of a service itself, as a failover does first. Errors: it could not be asked; nothing is known then. */
export type PrimaryProbe = (service: string, signal: AbortSignal) => Promise<PrimarySight>;
