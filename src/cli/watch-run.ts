import type { Ending } from '../core/run.ts';
import type { SeenRun } from '../terminal/methods.ts';
import type { Desk } from './desk.ts';
import { EXIT, toExitCode } from './exit-code.ts';
import { createRunView } from './run-view.ts';
import type { VerbContext, VerbInput } from './verb.ts';

interface Watching {
  desk: Desk;
  input: VerbInput;
  context: VerbContext;
  until?: 'stand' | 'end';
  /** How the run should end for this verb; left out: it should succeed. */
  wanted?: readonly Ending[];
}

/** Follows a run on the screen until it waits or ended; gives the exit code. Ctrl-C leaves it alone and says so. */
export async function watchRun(
  first: SeenRun,
  { desk, input, context, until = 'stand', wanted }: Watching,
): Promise<number> {
  const isJson = input.flags['json'] === true;
  const { id } = first.run;
  const { screen, texts } = { ...context, texts: desk.texts };
  if (input.flags['no-wait'] === true) return tellStored(first, { desk, context, isJson });
  const leaving = new AbortController();
  const view = createRunView({ ...context, texts }, { isJson });
  const stopListening = context.onInterrupt(() => {
    if (leaving.signal.aborted) process.exit(EXIT.left);
    leaving.abort();
  });
  let last = first;
  try {
    await desk.follow(id, until, (seen) => view.show((last = seen)), leaving.signal);
    view.close();
    if (!leaving.signal.aborted) return toExitCode(last.run, wanted);
    const words = texts.cli;
    if (desk.place === 'here' && last.run.status !== 'awaiting_approval') screen.warn(words.leaving);
    screen.warn(desk.place === 'bot' ? words.leftBot({ run: id }) : words.leftAlone({ run: id }));
    // While this lasts, a second Ctrl-C ends it.
    await desk.close();
    return EXIT.left;
  } finally {
    view.close();
    stopListening();
  }
}

function tellStored(
  seen: SeenRun,
  { desk, context, isJson }: { desk: Desk; context: VerbContext; isJson: boolean },
): number {
  const view = createRunView({ ...context, texts: desk.texts }, { isJson });
  view.show(seen);
  view.close();
  const { cli } = desk.texts;
  const words = desk.place === 'bot' ? cli.notFollowed : cli.notCarriedOn;
  if (!isJson) context.screen.warn(words({ run: seen.run.id }));
  return EXIT.succeeded;
}
