import { z } from 'zod';
import { getService } from '../src/core/get-service.ts';
import { defineRunbook } from '../src/core/runbook.ts';
import { readDns } from '../src/steps/read-dns.ts';
import { showDns } from '../src/steps/show-dns.ts';

/** Where the name points. The servers come first: a record that somebody else changed refuses the second step. */
export const dnsShow = defineRunbook({
  name: 'dns-show',
  summary: ({ commands }) => commands.runbooks.dnsShow,
  params: z.strictObject({ service: z.string() }),
  plan({ service: name }, inventory) {
    const { primary, standby, dns } = getService(inventory, name);
    const { zone, record, authoritative, resolvers } = dns;
    const targets = { zone, record, primaryTarget: primary.target, standbyTarget: standby.target };
    return [showDns({ ...targets, authoritative, resolvers }), readDns({ ...targets, settledAt: 'none' })];
  },
});
