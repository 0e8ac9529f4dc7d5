/** One-time codes by time, as authenticator apps make them (RFC 6238: SHA-1, 6 digits, 30 s). */
export interface Codes {
  /** The step of 30 s that a code belongs to: of now, the one before, or the one after. undefined: of none. */
  findStep(secret: string, code: string, now: Date): number | undefined;
  /** Base 32, 160 random bits. */
  newSecret(): string;
  /** What a QR code for the app says. */
  toUri(secret: string, person: string): string;
}
