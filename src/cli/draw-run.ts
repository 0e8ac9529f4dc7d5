import type { Inventory } from '../core/inventory.ts';
import { choicesOf, hasEnded, isHalfWay, type Choice, type Run } from '../core/run.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { headerLine, stepLines } from '../slack/card-lines.ts';
import { noteLines } from '../slack/card-notes.ts';
import type { Drawing } from '../terminal/methods.ts';
import { toPlainText } from './plain-text.ts';

interface Scene {
  inventory: Inventory;
  texts: Texts;
  now: Date;
  /** Runbook that leads back, if this one has any. */
  wayBack?: string | undefined;
}

/** A run in the words of its card, for a terminal. */
export function drawRun(run: Run, scene: Scene): Drawing {
  const plain = (line: string): string => toPlainText(line, scene.inventory);
  return {
    header: plain(headerLine(run, scene)),
    steps: stepLines(run, scene).map(plain),
    notes: noteLines(run, scene).map(plain),
    next: nextLines(run, scene),
  };
}

const VERBS: Readonly<Record<Exclude<Choice, 'skip'>, string>> = {
  retry: 'retry',
  rollback: 'roll-back',
  abort: 'abort',
  happened: 'happened',
  did_not: 'did-not',
};

function nextLines(run: Run, { texts: { cli }, wayBack }: Scene): readonly string[] {
  const { id } = run;
  if (run.status === 'awaiting_approval')
    return [
      cli.nextApprove({ run: id }),
      cli.nextCommand({ verb: 'deny', run: id }),
      cli.nextCommand({ verb: 'cancel', run: id }),
    ];
  if (run.status === 'needs_attention')
    return choicesOf(run).map((choice) =>
      choice === 'skip' ? cli.nextSkip({ run: id }) : cli.nextCommand({ verb: VERBS[choice], run: id }),
    );
  if (!hasEnded(run.status)) return [cli.nextCommand({ verb: 'follow', run: id })];
  const leadsBack = (run.status === 'succeeded' || isHalfWay(run)) && !run.isDryRun;
  return leadsBack && wayBack !== undefined ? [cli.nextWayBack({ runbook: wayBack, service: run.service })] : [];
}
