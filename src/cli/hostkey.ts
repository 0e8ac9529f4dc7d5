import { systemClock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import { readHostKeys } from '../ssh/read-host-key.ts';
import type { Verb } from './verb.ts';

const TIMEOUT_MS = 5_000;
const DEFAULT_PORT = 22;

/** Prints the host keys that a host shows, for pinning. */
export const hostkey: Verb = async ([typed, typedPort], { texts, print }) => {
  // Cards write address:port, so that is understood, too.
  const [, address = typed, behindColon] = /^([^:]+):(\d+)$/.exec(typed ?? '') ?? [];
  const port = Number(typedPort ?? behindColon ?? DEFAULT_PORT);
  if (address === undefined || !Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new OpsError('invalid_input', texts.app.hostKeyUsage);
  }
  for (const { type, fingerprint } of await readHostKeys(address, port, TIMEOUT_MS, { texts, clock: systemClock })) {
    print(`${fingerprint}  ${type}`);
  }
  print(texts.app.hostKeyAdvice);
};
