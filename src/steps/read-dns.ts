import { z } from 'zod';
import { OpsError } from '../core/errors.ts';
import { isSameName } from '../core/same-target.ts';
import { defineStep } from '../core/step.ts';

const TIMEOUT_MS = 8_000;

/** Reads the record at the provider. Whatever is neither site's target was put there by somebody else: refused. */
export const readDns = defineStep({
  type: 'dns.read',
  risk: 'read',
  params: z.object({
    zone: z.string(),
    record: z.string(),
    primaryTarget: z.string(),
    standbyTarget: z.string(),
    /** Where the record must point for nothing to be left to do. */
    settledAt: z.enum(['primary', 'standby', 'none']),
  }),
  timeoutMs: 15_000,
  title: (_, { steps }) => steps.dnsReadTitle,
  describe: ({ record, primaryTarget, standbyTarget }, { steps }) =>
    steps.dnsReadDescribe({ record, primaryTarget, standbyTarget }),
  async apply({ zone, record, primaryTarget, standbyTarget, settledAt }, { dnsProvider, signal, texts: { steps } }) {
    const found = await dnsProvider.read(zone, record, { timeoutMs: TIMEOUT_MS, signal });
    const { content, ttlSeconds, proxied, type } = found;
    const isPrimary = isSameName(content, primaryTarget);
    if (!isPrimary && !isSameName(content, standbyTarget)) {
      throw new OpsError('conflict', steps.foreignRecord({ record, content, primaryTarget, standbyTarget }), {
        hint: steps.foreignRecordHint,
      });
    }
    const site = isPrimary ? 'primary' : 'standby';
    const line = `${steps.recordLine({ record, type, content, ttlSeconds })}, ${proxied ? steps.proxied : steps.notProxied}`;
    const isSettled = settledAt === site;
    return {
      summary: isSettled ? steps.alreadyThere({ record, content, site }) : line,
      facts: { content, ttlSeconds, proxied },
      warnings: proxied ? [steps.proxiedWarning] : [],
      ...(isSettled && { isSettled }),
    };
  },
});
