import { toOutput } from '../core/exec-result.ts';
import type { Output } from '../core/output.ts';
import type { Remote } from '../core/ports/remote.ts';

/** A step that waits for health asks the same thing many times; what it asked first and last is enough to see why. */
const COMMANDS_MAX = 20;

/** The same remote, and what hosts printed through it: each command once, with its newest answer, in the order of these. */
export function recordRemote(remote: Remote): { remote: Remote; outputs(): readonly Output[] } {
  const printed = new Map<string, Output>();
  return {
    remote: {
      ...remote,
      async exec(host, argv, options) {
        const result = await remote.exec(host, argv, options);
        const output = toOutput(result);
        printed.delete(output.title);
        printed.set(output.title, output);
        return result;
      },
    },
    outputs: () => [...printed.values()].slice(-COMMANDS_MAX),
  };
}
