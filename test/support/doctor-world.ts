import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Host } from '../../sandbox/world/host.ts';
import { createWorld, type World } from '../../sandbox/world/world.ts';
import { listHostChecks } from '../../src/cli/doctor/host-checks.ts';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { runChecks } from '../../src/cli/doctor/run-checks.ts';
import type { Configuration } from '../../src/config/configuration.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { HostConfig, Inventory, Locale, ServiceConfig } from '../../src/core/inventory.ts';
import { createSecret } from '../../src/core/secret.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { planAll } from '../../src/plan-all.ts';
import { createPorts } from '../../src/ports.ts';
import './real-sockets.ts';
import { createExampleInventory } from './example-inventory.ts';
import { createQuietLog } from './quiet-log.ts';

/** The sandbox's hosts and Cloudflare, and a configuration that names them as an operator would. */
export interface DoctorWorld {
  world: World;
  /** What the checks are made from; change it before they run. */
  configuration: Configuration;
  /** Findings of all hosts, over real SSH, for what the shipped runbooks call there. */
  examineHosts(locale?: Locale): Promise<Finding[]>;
}

export async function useDoctorWorld(
  change: (service: ServiceConfig) => ServiceConfig = (service) => service,
): Promise<DoctorWorld> {
  const world = await createWorld({ ttlSeconds: 120 });
  onTestFinished(() => world.close());
  const folder = mkdtempSync(join(tmpdir(), 'watchkeeper-doctor-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const privateKey = join(folder, 'key');
  writeFileSync(privateKey, world.deployKey?.privateKeyPem ?? '', { mode: 0o600 });
  const place = ({ ssh }: Host): Partial<HostConfig> => ({
    address: ssh.address,
    port: ssh.port,
    hostKey: ssh.hostKey,
    privateKey,
  });
  const example = createExampleInventory(change);
  const { home, standby } = example.hosts;
  const inventory = {
    ...example,
    hosts: { home: { ...home, ...place(world.primary) }, standby: { ...standby, ...place(world.standby) } },
  } as Inventory;
  const { url: baseUrl, token } = world.cloudflare;
  const environment: Configuration['environment'] = {
    inventory: 'inventory.yml',
    store: { kind: 'sqlite', path: join(folder, 'watchkeeper.db') },
    http: { host: '127.0.0.1', port: 8_080 },
    cloudflare: { apiToken: createSecret(token), baseUrl },
    slack: {
      mode: 'socket',
      appToken: createSecret('xapp'),
      botToken: createSecret('xoxb'),
      apiUrl: 'http://127.0.0.1:9/',
    },
    logLevel: 'silent',
    nodeEnv: 'test',
  };
  const configuration = { environment, inventory };
  return {
    world,
    configuration,
    async examineHosts(locale = 'en') {
      const texts = catalogues[locale];
      const clock = systemClock;
      const ports = createPorts({ ...configuration, secrets: new Map(), texts, clock, log: createQuietLog() });
      try {
        const { hostCommands } = await planAll(configuration, texts);
        const checks = listHostChecks({ inventory: configuration.inventory, ports, texts, clock, hostCommands });
        return await runChecks(checks, clock, texts);
      } finally {
        await ports.close();
      }
    },
  };
}

/** `level check: message → fix`, one a line. */
export function toText(findings: readonly Finding[]): string {
  return findings
    .map((finding) => {
      const fix = finding.level === 'ok' ? '' : ` → ${finding.fix}`;
      return `${finding.level} ${finding.check}: ${finding.message}${fix}`;
    })
    .join('\n');
}

/** What is not well. */
export const toTroubles = (findings: readonly Finding[]): string =>
  toText(findings.filter(({ level }) => level !== 'ok'));
