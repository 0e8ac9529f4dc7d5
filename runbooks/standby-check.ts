import { z } from 'zod';
import { getHost, getService } from '../src/core/get-service.ts';
import { defineRunbook } from '../src/core/runbook.ts';
import { checkContainers } from '../src/steps/check-containers.ts';
import { checkFreshness } from '../src/steps/check-freshness.ts';
import { identifyHost } from '../src/steps/identify-host.ts';
import { probeSite } from '../src/steps/probe-site.ts';
import { readDns } from '../src/steps/read-dns.ts';

/** Could we fail over right now? What failover reads, without a failover. */
export const standbyCheck = defineRunbook({
  name: 'standby-check',
  summary: ({ commands }) => commands.runbooks.standbyCheck,
  button: ({ cards }) => cards.buttonCheckStandby,
  params: z.strictObject({ service: z.string() }),
  plan({ service: name }, inventory) {
    const { primary, standby, dns, data } = getService(inventory, name);
    const { hostname, minMemoryMb, minDiskMb } = getHost(inventory, standby.host);
    const { zone, record } = dns;
    const { host, containers: names } = standby;
    return [
      probeSite({ service: name, site: 'standby', expect: 'up', forMs: 0 }),
      identifyHost({ host, ...(hostname !== undefined && { hostname }), minMemoryMb, minDiskMb }),
      ...(names.length > 0 ? [checkContainers({ host, names, mayBeStopped: [] })] : []),
      ...(data
        ? [checkFreshness({ service: name, host, source: data.source, maxAgeMs: data.maxAgeMs, loss: 'would' })]
        : []),
      readDns({ zone, record, primaryTarget: primary.target, standbyTarget: standby.target, settledAt: 'none' }),
    ];
  },
});
