import { Secret, TOTP } from 'otpauth';
import type { Codes } from '../core/ports/codes.ts';

const ISSUER = 'Watchkeeper';
const PERIOD_SECONDS = 30;
const SECRET_BYTES = 20;
/** Steps before and after now that are taken, for clocks that differ and people who type slowly. */
const WINDOW = 1;

/** Codes as RFC 6238 makes them, with the parameters that every authenticator app understands. */
export function createCodes(): Codes {
  const toTotp = (secret: string, label = ''): TOTP =>
    new TOTP({
      issuer: ISSUER,
      label,
      algorithm: 'SHA1',
      digits: 6,
      period: PERIOD_SECONDS,
      secret: Secret.fromBase32(secret),
    });
  return {
    findStep(secret, code, now) {
      if (!/^\d{6}$/.test(code)) return undefined;
      const delta = toTotp(secret).validate({ token: code, timestamp: now.getTime(), window: WINDOW });
      return delta === null ? undefined : Math.floor(now.getTime() / 1_000 / PERIOD_SECONDS) + delta;
    },
    newSecret: () => new Secret({ size: SECRET_BYTES }).base32,
    toUri: (secret, person) => toTotp(secret, person).toString(),
  };
}
