import { toReadable } from './readable.ts';
import type { SlackWorkspace } from './slack/workspace.ts';

/** Prints what appears or changes at the top level of the channels, each change once. */
export function watchChannels(slack: SlackWorkspace, print: (text: string) => void): void {
  const shown = new Map<string, string>();
  const look = (): void => {
    for (const { id, name } of slack.channels()) {
      for (const { ts, plain } of slack.channel(id).messages) {
        const known = shown.get(`${id}/${ts}`);
        if (known === plain) continue;
        shown.set(`${id}/${ts}`, plain);
        print(`#${name}${known === undefined ? '' : ' (edited)'}\n${toReadable(plain, slack).replace(/^/gm, '  │ ')}`);
      }
    }
  };
  slack.on('change', look);
}
