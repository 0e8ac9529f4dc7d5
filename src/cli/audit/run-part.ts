import { OpsError } from '../../core/errors.ts';
import { findNearest } from '../../core/nearest.ts';
import type { AuditPart } from './part.ts';

const parts: Readonly<Record<string, () => Promise<AuditPart>>> = {
  show: async () => (await import('./show-audit.ts')).showAudit,
  verify: async () => (await import('./verify-trail.ts')).verifyTrail,
  export: async () => (await import('./export-audit.ts')).exportAudit,
  output: async () => (await import('./show-output.ts')).showOutput,
};

/** The part that is named first. Errors: `invalid_input` for none of that name. */
export const runPart: AuditPart = async ([typed = 'help', ...args], context) => {
  const { texts, print } = context;
  const name = typed.replace(/^--?/, '');
  if (name === 'help' || name === 'h') return print(texts.audit.usage);
  const load = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (!load) {
    const nearest = findNearest(name, Object.keys(parts));
    throw new OpsError('invalid_input', texts.audit.unknownPart({ typed, nearest }), { hint: texts.audit.usageHint });
  }
  const part = await load();
  return await part(args, context);
};
