import { systemClock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import { readHostKeys } from '../ssh/read-host-key.ts';
import type { Verb } from './verb.ts';

const TIMEOUT_MS = 5_000;

/** Prints the host keys that a host shows, for pinning. */
export const hostkey: Verb = async ([address, port = '22'], { texts, print }) => {
  if (address === undefined || !/^\d{1,5}$/.test(port)) throw new OpsError('invalid_input', texts.app.hostKeyUsage);
  for (const { type, fingerprint } of await readHostKeys(address, Number(port), TIMEOUT_MS, {
    texts,
    clock: systemClock,
  }))
    print(`${fingerprint}  ${type}`);
  print(texts.app.hostKeyAdvice);
};
