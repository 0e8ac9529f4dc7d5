import type { ActionsBlock, Button, ConfirmationDialog } from '@slack/types';
import { choicesOf, isHalfWay, undoableSteps, type Choice, type Run, type RunStep } from '../core/run.ts';
import { toButtonValue, type ActionId } from './button-value.ts';
import type { CardContext } from './card-context.ts';
import { clampPlain } from './clamp.ts';
import { plannedChanges } from './planned-changes.ts';

interface Look {
  style?: 'primary' | 'danger';
  confirm?: { title: string; text: string };
}

/** The buttons of a run as it stands; undefined when nothing can be decided. */
export function cardButtons(run: Run, context: CardContext): ActionsBlock | undefined {
  const elements = buttonsOf(run, context);
  return elements.length === 0 ? undefined : { type: 'actions', elements };
}

function buttonsOf(run: Run, context: CardContext): Button[] {
  if (run.status === 'awaiting_approval') return approvalButtons(run, context);
  if (run.status === 'needs_attention') return attentionButtons(run, context);
  if (run.status === 'pending' || run.status === 'observing' || run.status === 'running') {
    return run.cancelRequestedBy === undefined ? [cancelButton(run, context)] : [];
  }
  return (run.status === 'succeeded' || isHalfWay(run)) && !run.isDryRun && context.wayBack !== undefined
    ? [failBackButton(run, context.wayBack, context)]
    : [];
}

function approvalButtons(run: Run, context: CardContext): Button[] {
  const words = context.texts.cards;
  const confirm = {
    title: words.confirmApproveTitle(nameOf(run, context)),
    text: words.confirmApprove({ changes: plannedChanges(run) }),
  };
  return [
    toButton('approval.approve', words.buttonApprove, run, context, { style: 'primary', confirm }),
    toButton('approval.deny', words.buttonDeny, run, context, { style: 'danger' }),
    ...(context.inventory.policies.breakGlass.allowed.length === 0 ? [] : [glassButton(run, context)]),
    cancelButton(run, context),
  ];
}

/** Cards are the same for everybody: who may is decided when it is pressed. */
function glassButton(run: Run, context: CardContext): Button {
  const words = context.texts.guards;
  const confirm = { title: words.confirmGlassTitle, text: words.confirmGlass };
  return toButton('approval.break-glass', words.buttonBreakGlass, run, context, { style: 'danger', confirm });
}

function attentionButtons(run: Run, context: CardContext): Button[] {
  const step = run.attention && run.steps[run.attention.step];
  if (!step) return [];
  const buttons: Record<Choice, () => Button> = {
    retry: () => retryButton(run, step, context),
    skip: () => toButton('step.skip', context.texts.cards.buttonSkip, run, context, {}),
    rollback: () => rollBackButton(run, context),
    abort: () => abortButton(run, context),
    happened: () => happenedButton(run, step, context),
    did_not: () => didNotButton(run, step, context),
  };
  return choicesOf(run).map((choice) => buttons[choice]());
}

function happenedButton(run: Run, { plan: { title } }: RunStep, context: CardContext): Button {
  const words = context.texts.cards;
  const confirm = { title: words.confirmHappenedTitle, text: words.confirmHappened({ title }) };
  return toButton('step.happened', words.buttonHappened, run, context, { confirm });
}

function didNotButton(run: Run, { plan: { title } }: RunStep, context: CardContext): Button {
  const words = context.texts.cards;
  const confirm = { title: words.confirmDidNotTitle, text: words.confirmDidNot({ title }) };
  return toButton('step.did-not', words.buttonDidNot, run, context, { confirm });
}

function retryButton(run: Run, step: RunStep, context: CardContext): Button {
  const words = context.texts.cards;
  const { title, description, risk } = step.plan;
  const confirm = { title: words.confirmRetryTitle({ title }), text: words.confirmRetry({ change: description }) };
  return toButton('step.retry', words.buttonRetry, run, context, {
    style: 'primary',
    ...(risk === 'read' ? {} : { confirm }),
  });
}

function rollBackButton(run: Run, context: CardContext): Button {
  const words = context.texts.cards;
  const steps = undoableSteps(run)
    .map((step) => step.plan.title)
    .join('; ');
  const confirm = { title: words.confirmRollBackTitle(nameOf(run, context)), text: words.confirmRollBack({ steps }) };
  return toButton('run.roll-back', words.buttonRollBack, run, context, { style: 'danger', confirm });
}

function abortButton(run: Run, context: CardContext): Button {
  const words = context.texts.cards;
  const confirm = { title: words.confirmAbortTitle(nameOf(run, context)), text: words.confirmAbort };
  return toButton('run.abort', words.buttonAbort, run, context, { style: 'danger', confirm });
}

function cancelButton(run: Run, context: CardContext): Button {
  const words = context.texts.cards;
  const confirm = { title: words.confirmCancelTitle(nameOf(run, context)), text: words.confirmCancel };
  return toButton('run.cancel', words.buttonCancel, run, context, run.status === 'running' ? { confirm } : {});
}

function failBackButton(run: Run, runbook: string, context: CardContext): Button {
  const words = context.texts.cards;
  const confirm = {
    title: words.confirmFailBackTitle({ service: run.service }),
    text: words.confirmFailBack({ runbook }),
  };
  return toButton('run.fail-back', words.buttonFailBack, run, context, { confirm });
}

const nameOf = (run: Run, { texts }: CardContext): { title: string } => ({
  title: texts.cards.title({ runbook: run.runbook, service: run.service }),
});

function toButton(id: ActionId, label: string, run: Run, { texts }: CardContext, { style, confirm }: Look): Button {
  const more = texts.cards.more;
  const plain = (text: string, max: number) => ({ type: 'plain_text' as const, text: clampPlain(text, max, more) });
  const dialog: ConfirmationDialog | undefined = confirm && {
    title: plain(confirm.title, 100),
    text: plain(confirm.text, 300),
    confirm: plain(label, 30),
    deny: plain(texts.cards.confirmKeep, 30),
    style: style === 'danger' ? 'danger' : 'primary',
  };
  return {
    type: 'button',
    action_id: id,
    text: plain(label, 75),
    value: toButtonValue(run),
    ...(style ? { style } : {}),
    ...(dialog ? { confirm: dialog } : {}),
  };
}
