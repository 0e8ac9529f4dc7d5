import { z } from 'zod';
import { getHost, getService } from '../src/core/get-service.ts';
import { defineRunbook } from '../src/core/runbook.ts';
import { checkContainers } from '../src/steps/check-containers.ts';
import { checkFreshness } from '../src/steps/check-freshness.ts';
import { fenceSite } from '../src/steps/fence-site.ts';
import { identifyHost } from '../src/steps/identify-host.ts';
import { notify } from '../src/steps/notify.ts';
import { probeSite } from '../src/steps/probe-site.ts';
import { readDns } from '../src/steps/read-dns.ts';
import { switchDns } from '../src/steps/switch-dns.ts';
import { verifyService } from '../src/steps/verify-service.ts';

/** The primary is down: users go to the standby. */
export const failover = defineRunbook({
  name: 'failover',
  isMove: true,
  summary: ({ commands }) => commands.runbooks.failover,
  params: z.strictObject({ service: z.string() }),
  button: ({ alerts }) => alerts.buttonFailover,
  wayBack: 'failback',
  plan({ service: name }, inventory) {
    const { primary, standby, dns, data, vantage } = getService(inventory, name);
    const { hostname, minMemoryMb, minDiskMb } = getHost(inventory, standby.host);
    const { zone, record, ttlSeconds, authoritative, resolvers } = dns;
    const { stop, commands } = primary.fence;
    const names = standby.containers;
    const seen = { service: name, zone, record, ttlSeconds, authoritative, resolvers, vantage };
    return [
      probeSite({ service: name, site: 'primary', expect: 'down', forMs: 0 }),
      identifyHost({ host: standby.host, ...(hostname !== undefined && { hostname }), minMemoryMb, minDiskMb }),
      ...(names.length > 0 ? [checkContainers({ host: standby.host, names, mayBeStopped: [] })] : []),
      ...(data
        ? [
            checkFreshness({
              service: name,
              host: standby.host,
              source: data.source,
              maxAgeMs: data.maxAgeMs,
              loss: 'will',
            }),
          ]
        : []),
      readDns({ zone, record, primaryTarget: primary.target, standbyTarget: standby.target, settledAt: 'standby' }),
      ...(stop.length + commands.length > 0
        ? [fenceSite({ service: name, site: 'primary', host: primary.host, stop, commands, isOptional: true })]
        : []),
      switchDns({ zone, record, from: primary.target, to: standby.target, ttlSeconds }),
      verifyService({ ...seen, site: 'standby', target: standby.target, previousTarget: primary.target }),
      notify({ service: name, kind: 'failover' }),
    ];
  },
});
