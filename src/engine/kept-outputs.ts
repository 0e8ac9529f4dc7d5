import type { OpsError } from '../core/errors.ts';
import { hashJson } from '../core/json.ts';
import type { MessageDraft } from '../core/message.ts';
import type { Output } from '../core/output.ts';
import type { Run, RunStep } from '../core/run.ts';
import type { KeptOutput } from '../core/store.ts';
import { threadMessage, toBody } from './changes.ts';

/** Of one output; hosts are cut at 256 KiB already. A megabyte of log is no evidence. */
const MAX_CHARACTERS = 64 * 1_024;

/** What is kept of a step's outputs: well-formed and capped. Undefined when it printed nothing. */
function toKeptOutput(outputs: readonly Output[] | undefined): KeptOutput | undefined {
  if (!outputs?.length) return undefined;
  const kept = outputs.map(({ title, text }) => ({ title: cut(title), text: cut(text) }));
  return { digest: hashJson(kept), outputs: kept };
}

function cut(text: string): string {
  const whole = text.toWellFormed();
  return whole.length > MAX_CHARACTERS ? `${whole.slice(0, MAX_CHARACTERS).toWellFormed()}…` : whole;
}

/** For an audit entry's details and for the change that writes it. */
export function keep(outputs: readonly Output[] | undefined): {
  digest: { outputs?: string };
  kept: { outputs?: readonly KeptOutput[] };
} {
  const kept = toKeptOutput(outputs);
  return kept ? { digest: { outputs: kept.digest }, kept: { outputs: [kept] } } : { digest: {}, kept: {} };
}

/** Of a step that failed: the audit's details, and what goes with them into the change. */
export function keepFailure(
  run: Run,
  step: RunStep,
  error: OpsError,
): {
  details: { code: string; message: string; outputs?: string };
  outputs: readonly KeptOutput[];
  thread: MessageDraft[];
} {
  const { digest, kept } = keep(error.outputs);
  const attempt = `${run.steps[step.index]?.attempt ?? 0}/failed`;
  return {
    details: { code: error.code, message: error.message, ...digest },
    outputs: kept.outputs ?? [],
    thread:
      error.outputs.length === 0 ? [] : [threadMessage(run, step, attempt, toBody(step, error.message, error.outputs))],
  };
}
