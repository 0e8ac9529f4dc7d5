import type { KnownBlock, PlainTextOption } from '@slack/types';
import { plainText, reasonInput, toModalView, type Modal, type ModalView } from './modal.ts';
import type { Inventory } from '../core/inventory.ts';
import type { Texts } from '../core/texts/catalogue.ts';

interface State {
  runbook: string;
  channel: string;
  responseUrl?: string | undefined;
}

const CALLBACK_ID = 'run.request';
/** Slack's limits for a menu and for an option's value. */
const OPTIONS_MAX = 100;
const VALUE_MAX = 150;

/** The form behind a command that was typed without its service. */
export function chooseServiceView(state: State, inventory: Inventory, texts: Texts): ModalView {
  const words = texts.cards;
  const names = Object.keys(inventory.services)
    .filter((name) => name.length <= VALUE_MAX)
    .slice(0, OPTIONS_MAX);
  const options = names.map((name): PlainTextOption => ({ text: plainText(name, 75, texts), value: name }));
  const blocks: KnownBlock[] = [
    {
      type: 'input',
      block_id: 'service',
      label: plainText(words.chooseService, 200, texts),
      element: {
        type: 'static_select',
        action_id: 'service',
        placeholder: plainText(words.chooseServicePlaceholder, 150, texts),
        options,
        ...(options[0] && options.length === 1 ? { initial_option: options[0] } : {}),
      },
    },
    reasonInput(words.chooseReason, { isOptional: true, texts }),
    {
      type: 'input',
      block_id: 'dry-run',
      optional: true,
      label: plainText(words.chooseDryRunLabel, 200, texts),
      element: {
        type: 'checkboxes',
        action_id: 'dry-run',
        options: [{ text: plainText(words.chooseDryRun, 75, texts), value: 'yes' }],
      },
    },
  ];
  const title = words.chooseTitle({ runbook: state.runbook });
  return toModalView(CALLBACK_ID, state, { title, submit: words.chooseSubmit, blocks }, texts);
}

export const chooseServiceModal: Modal<State> = {
  callbackId: CALLBACK_ID,
  findState({ runbook, channel, responseUrl }) {
    if (typeof runbook !== 'string' || typeof channel !== 'string') return undefined;
    return { runbook, channel, responseUrl: typeof responseUrl === 'string' ? responseUrl : undefined };
  },
  async submit({ state: { runbook, channel }, values, actor, deps, tell }) {
    const service = values('service') ?? '';
    const reason = values('reason')?.trim() ?? '';
    const isDryRun = values('dry-run') === 'yes';
    const run = await deps.runs().request({ runbook, service, reason, isDryRun, channel, actor });
    const words = deps.texts.cards;
    await tell(words.started({ title: words.title({ runbook, service }), run: run.id }));
  },
};
