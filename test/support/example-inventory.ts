import type { Inventory, ServiceConfig, SiteConfig } from '../../src/core/inventory.ts';

const containers = ['jin-gateway', 'used-market-frontend', 'used-market-backend', 'used-market-db'];
const url = 'https://nextuse.jin7942.co.kr/';

function site(host: string, target: string, connect: string): SiteConfig {
  return {
    host,
    target,
    probe: { url, connect, tls: { mode: 'verify' } },
    containers,
    fence: { stop: ['jin-gateway'], commands: [] },
    unfence: { commands: [] },
  };
}

/** The main scene, as the program sees it. A new one each time. */
export function createExampleInventory(
  change: (service: ServiceConfig) => ServiceConfig = (service) => service,
): Inventory {
  const nextuse: ServiceConfig = {
    name: 'nextuse',
    url,
    tls: { mode: 'verify' },
    marker: { header: 'X-Served-By', primary: 'home', standby: 'standby' },
    dns: {
      provider: 'cloudflare',
      zone: 'jin7942.co.kr',
      record: 'nextuse.jin7942.co.kr',
      ttlSeconds: 120,
      authoritative: 'auto',
      resolvers: ['1.1.1.1', '8.8.8.8', '9.9.9.9'],
    },
    primary: site('home', 'jfree.iptime.org', '203.0.113.10:443'),
    standby: site('standby', 'jin-backup.jin7942.co.kr', '198.51.100.7:443'),
    data: { source: { marker: '/srv/.last-sync' }, maxAgeMs: 26 * 3_600_000 },
    vantage: ['standby'],
    failback: { healthyForMs: 60_000 },
  };
  const host = { port: 22, user: 'deploy', hostKey: 'SHA256:x', minMemoryMb: 64, minDiskMb: 512 };
  const policy = { approvals: 1, approvers: ['U0MINA'], expiresMs: 900_000 };
  return {
    locale: 'en',
    timezone: 'Asia/Seoul',
    slack: { channels: { incidents: 'C0INCIDENTS' } },
    people: [{ name: 'jin', slack: 'U0JIN' }],
    policies: { destructive: policy, write: { ...policy, approvals: 0 }, breakGlass: { allowed: [] } },
    hosts: {
      home: { ...host, name: 'home', address: '203.0.113.10', hostname: 'home-server' },
      standby: { ...host, name: 'standby', address: '198.51.100.7', port: 2222, hostname: 'ip-10-0-0-7' },
    },
    services: { nextuse: change(nextuse) },
  };
}
