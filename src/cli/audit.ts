import { OpsError } from '../core/errors.ts';
import { findNearest } from '../core/nearest.ts';
import { exportAudit } from './audit/export-audit.ts';
import { showAudit } from './audit/show-audit.ts';
import { showOutput } from './audit/show-output.ts';
import { verifyTrail } from './audit/verify-trail.ts';
import type { Verb } from './verb.ts';

const parts: Readonly<Record<string, Verb>> = {
  show: showAudit,
  verify: verifyTrail,
  export: exportAudit,
  output: showOutput,
};

/** Reads the trail where it lies: no bot is asked, and nothing is written. */
export const audit: Verb = async ([typed = 'help', ...args], context) => {
  const { texts, print } = context;
  const name = typed.replace(/^--?/, '');
  if (name === 'help') return print(texts.audit.usage);
  const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (!part) {
    const nearest = findNearest(name, Object.keys(parts));
    throw new OpsError('invalid_input', texts.audit.unknownPart({ typed, nearest }), { hint: texts.audit.usageHint });
  }
  await part(args, context);
};
