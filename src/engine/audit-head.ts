import type { Inventory } from '../core/inventory.ts';
import { hasEnded, type Run } from '../core/run.ts';
import type { RunChange } from '../core/store.ts';

/**
 * With the end of a run the head of the chain is wanted where whoever rewrites the chain cannot reach it: in the same
 * transaction, so that no crash comes between.
 */
export function withAuditHead(change: RunChange, run: Run, inventory: Inventory): RunChange {
  const ends = change.run?.status !== undefined && hasEnded(change.run.status) && !hasEnded(run.status);
  const channel = ends ? inventory.slack.channels.audit : undefined;
  if (channel === undefined) return change;
  const head = { key: `${run.id}/audit`, kind: 'audit_head' as const, channel, runId: run.id };
  return { ...change, messages: [...(change.messages ?? []), head] };
}
