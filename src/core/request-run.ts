import type { CommandContext, CommandInput, Reply } from './command.ts';
import { cutText } from './cut-text.ts';
import { getService } from './get-service.ts';
import type { Json } from './json.ts';

const MAX_REASON = 500;

interface Wanted {
  runbook: string;
  /** As typed; undefined: a menu asks for it, even when there is only one service, so that a person confirms. */
  service: string | undefined;
  params?: Record<string, Json>;
  reason: string;
}

/** What every command that starts a run does with what was typed. */
export async function requestRun(wanted: Wanted, input: CommandInput, context: CommandContext): Promise<Reply> {
  const { runbook } = wanted;
  if (wanted.service === undefined) return { kind: 'choose_service', runbook };
  const { actor, channel, inventory, runs, texts } = context;
  const service = getService(inventory, wanted.service).name;
  const isDryRun = input.flags.has('dry-run');
  const run = await runs.request({
    runbook,
    service,
    ...(wanted.params && { params: wanted.params }),
    reason: cutText(wanted.reason, MAX_REASON),
    isDryRun,
    channel,
    actor,
  });
  const next = run.plan.gates.length === 0 ? texts.commands.nextResult : texts.commands.nextApproval;
  const text = texts.commands.requested({
    runbook,
    service,
    run: run.id,
    next: isDryRun ? texts.commands.nextDryRun : next,
  });
  return { kind: 'text', text };
}
