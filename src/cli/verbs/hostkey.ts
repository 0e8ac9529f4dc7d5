import { toUsageError } from '../usage-error.ts';
import { defineVerb } from '../verb.ts';

const TIMEOUT_MS = 5_000;
const DEFAULT_PORT = 22;

export const hostkey = defineVerb({
  name: 'hostkey',
  words: ['<address>', '[port]'],
  summary: ({ cli }) => cli.verbs.hostkey,
  examples: ['hostkey 203.0.113.10', 'hostkey 203.0.113.10:2222'],
  async run({ words: [typed, typedPort] }, { texts, clock, print }) {
    // Cards write address:port, so that is understood, too.
    const [, address = typed, behindColon] = /^([^:]+):(\d+)$/.exec(typed ?? '') ?? [];
    const port = Number(typedPort ?? behindColon ?? DEFAULT_PORT);
    if (address === undefined || !Number.isInteger(port) || port < 1 || port > 65_535)
      throw toUsageError(texts.app.hostKeyUsage);
    const { readHostKeys } = await import('../../ssh/read-host-key.ts');
    for (const { type, fingerprint } of await readHostKeys(address, port, TIMEOUT_MS, { texts, clock }))
      print(`${fingerprint}  ${type}`);
    print(texts.app.hostKeyAdvice);
  },
});
