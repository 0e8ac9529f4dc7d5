import { z } from 'zod';
import { findDuration } from '../src/core/duration.ts';
import { getHost, getService } from '../src/core/get-service.ts';
import { defineRunbook } from '../src/core/runbook.ts';
import { checkContainers } from '../src/steps/check-containers.ts';
import { identifyHost } from '../src/steps/identify-host.ts';
import { notify } from '../src/steps/notify.ts';
import { probeSite } from '../src/steps/probe-site.ts';
import { readDns } from '../src/steps/read-dns.ts';
import { switchDns } from '../src/steps/switch-dns.ts';
import { unfenceSite } from '../src/steps/unfence-site.ts';
import { verifyService } from '../src/steps/verify-service.ts';

const MAX_HEALTHY_FOR_MS = 60 * 60_000;

const duration = z.string().refine((text) => (findDuration(text) ?? Infinity) <= MAX_HEALTHY_FOR_MS, '30s … 1h');

/**
 * The primary is well again: users go back. Its containers are started before the switch, because a stopped gateway
 * cannot be verified and DNS sends nobody there yet; what else was fenced (a nightly copy to the standby, say) resumes
 * only when users have left the standby.
 */
export const failback = defineRunbook({
  name: 'failback',
  isMove: true,
  summary: ({ commands }) => commands.runbooks.failback,
  params: z.strictObject({ service: z.string(), healthyFor: duration.optional() }),
  plan({ service: name, healthyFor }, inventory) {
    const { primary, standby, dns, vantage, failback: wanted } = getService(inventory, name);
    const { hostname, minMemoryMb, minDiskMb } = getHost(inventory, primary.host);
    const { zone, record, ttlSeconds, authoritative, resolvers } = dns;
    const { host, containers: names } = primary;
    const { stop } = primary.fence;
    const { commands } = primary.unfence;
    const forMs = (healthyFor === undefined ? undefined : findDuration(healthyFor)) ?? wanted.healthyForMs;
    const seen = { service: name, zone, record, ttlSeconds, authoritative, resolvers, vantage };
    return [
      probeSite({ service: name, site: 'primary', expect: 'reachable', forMs: 0 }),
      identifyHost({ host, ...(hostname !== undefined && { hostname }), minMemoryMb, minDiskMb }),
      ...(names.length > 0 ? [checkContainers({ host, names, mayBeStopped: stop })] : []),
      readDns({ zone, record, primaryTarget: primary.target, standbyTarget: standby.target, settledAt: 'primary' }),
      ...(stop.length > 0 ? [unfenceSite({ service: name, site: 'primary', host, start: stop, commands: [] })] : []),
      probeSite({ service: name, site: 'primary', expect: 'up', forMs }),
      switchDns({ zone, record, from: standby.target, to: primary.target, ttlSeconds }),
      ...(commands.length > 0 ? [unfenceSite({ service: name, site: 'primary', host, start: [], commands })] : []),
      verifyService({ ...seen, site: 'primary', target: primary.target, previousTarget: standby.target }),
      notify({ service: name, kind: 'failback' }),
    ];
  },
});
