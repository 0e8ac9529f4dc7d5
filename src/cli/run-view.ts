import { formatDuration } from '../core/duration.ts';
import { hasEnded } from '../core/run.ts';
import { waitsForPeople } from '../terminal/follow-run.ts';
import type { Drawing, SeenRun } from '../terminal/methods.ts';
import { toRunJson } from './run-json.ts';
import { toRows } from './text-width.ts';
import type { VerbContext } from './verb.ts';

/** Shows a run while it is followed. */
export interface RunView {
  show(seen: SeenRun): void;
  /** The last time: what was drawn over stays. */
  close(): void;
}

type Context = Pick<VerbContext, 'screen' | 'texts' | 'clock'>;

export function createRunView(context: Context, { isJson }: { isJson: boolean }): RunView {
  if (isJson) return createJsonView(context);
  return context.screen.isLive ? createLiveView(context) : createLineView(context);
}

export function toLines({ header, steps, notes, next }: Drawing, { cli }: VerbContext['texts']): string[] {
  return [
    header,
    ...steps,
    ...notes,
    ...(next.length === 0 ? [] : [cli.nextTitle, ...next.map((line) => `  ${line}`)]),
  ];
}

function createJsonView({ screen }: Context): RunView {
  return {
    show: ({ run, card }) => screen.write(`${JSON.stringify(toRunJson(run, card.next))}\n`),
    close() {},
  };
}

/** For a pipe or a file: what is new each time, and the whole card when the run waits or ended. */
function createLineView({ screen, texts }: Context): RunView {
  const told = new Set<string>();
  const print = (line: string): void => screen.write(`${line}\n`);
  return {
    show({ run, card }) {
      if (hasEnded(run.status) || waitsForPeople(run)) {
        for (const line of toLines(card, texts)) print(line);
        return;
      }
      if (told.size === 0) print(card.header);
      // What is only planned is no news.
      const isNews = (line: string): boolean => !told.has(line) && !line.startsWith('○') && !line.startsWith('⏸');
      const news = [...card.steps, ...card.notes].filter(isNews);
      for (const line of news) print(line);
      for (const line of [card.header, ...news]) told.add(line);
    },
    close() {},
  };
}

/** On a terminal: one drawing, written over in one go, so that nothing flickers. */
function createLiveView({ screen, texts, clock }: Context): RunView {
  const closed = new AbortController();
  const begun = clock.now().getTime();
  let latest: SeenRun | undefined;
  let drawnRows = 0;

  function draw(isLast: boolean): void {
    if (!latest) return;
    const lines = toLines(latest.card, texts);
    if (!isLast) {
      const duration = formatDuration(Math.max(0, clock.now().getTime() - begun));
      // What comes next is said when there is a choice.
      lines.splice(lines.indexOf(texts.cli.nextTitle), latest.card.next.length + 1, texts.cli.liveLine({ duration }));
    }
    const room = screen.rows - 1;
    const rows = lines.flatMap((line) =>
      toRows(line, screen.columns - 1).map((row, at) => (at === 0 ? screen.paint(row) : row)),
    );
    // What has scrolled away cannot be drawn over: while it runs, only the end is shown.
    const shown = isLast || rows.length <= room ? rows : rows.slice(-room);
    const up = drawnRows === 0 ? '' : `\u001B[${drawnRows}A`;
    screen.write(`${up}\r${shown.map((row) => `${row}\u001B[K\n`).join('')}\u001B[J`);
    drawnRows = shown.length;
  }

  async function tick(): Promise<void> {
    while (!closed.signal.aborted) {
      await clock.sleep(1_000, closed.signal);
      if (!closed.signal.aborted) draw(false);
    }
  }

  return {
    show(seen) {
      if (!latest) void tick();
      latest = seen;
      draw(false);
    },
    close() {
      if (closed.signal.aborted) return;
      closed.abort();
      draw(true);
    },
  };
}
