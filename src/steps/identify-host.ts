import { z } from 'zod';
import { LOOK_AT_HOST, lookAtHost } from '../core/look-at-host.ts';
import { defineStep } from '../core/step.ts';

/** Makes sure that the machine behind the address is the one that is meant, and big enough. The key is checked by SSH. */
export const identifyHost = defineStep({
  type: 'host.identify',
  risk: 'read',
  params: z.object({
    host: z.string(),
    hostname: z.string().optional(),
    minMemoryMb: z.number().int().nonnegative(),
    minDiskMb: z.number().int().nonnegative(),
  }),
  timeoutMs: 15_000,
  title: ({ host }, { steps }) => steps.identifyTitle({ host }),
  describe: ({ host, hostname, minMemoryMb, minDiskMb }, { steps }) =>
    steps.identifyDescribe({ host, hostname, minMemoryMb, minDiskMb }),
  async apply({ hostname: expected, ...wanted }, context) {
    const found = await lookAtHost({ ...wanted, ...(expected !== undefined && { hostname: expected }) }, context);
    return { summary: context.texts.steps.identifySummary(found), facts: { hostname: found.hostname } };
  },
  hostCommands: ({ host }) => LOOK_AT_HOST.map((argv) => ({ host, argv })),
});
