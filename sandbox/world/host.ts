import type { Clock } from '../../src/core/clock.ts';
import type { Address } from './address.ts';
import { createCable } from './cable.ts';
import type { CableState } from './cable.ts';
import type { Certificate } from './certificate.ts';
import { createCommandRunner } from './commands.ts';
import type { CommandRecord } from './commands.ts';
import { createContainerMap } from './containers.ts';
import type { Container } from './containers.ts';
import { createHostFaults } from './host-faults.ts';
import type { HostFaults } from './host-faults.ts';
import { createCatalogue } from './programs/catalogue.ts';
import type { Machine, Program } from './programs/program.ts';
import { createSite } from './site.ts';
import { createSshServer } from './ssh-server.ts';

/** A machine with an SSH server, containers and the service's website on it. */
export interface Host {
  readonly name: 'home' | 'standby';
  readonly hostname: string;
  readonly ssh: Address & { readonly hostKey: string; readonly isHostKeyChanged: boolean };
  readonly site: Address;
  /** What somebody who asks from outside would find now. `fails`: it answers with a 5xx. */
  readonly state: {
    readonly web: 'answers' | 'fails' | 'refuses' | 'hangs';
    readonly ssh: 'answers' | 'refuses' | 'hangs';
  };
  readonly containers: Map<string, Container>;
  /** When the data was last copied here: the time of /srv/.last-sync. undefined: no such file. */
  lastSync: Date | undefined;
  memory: { totalKb: number; availableKb: number };
  disk: { totalKb: number; usedKb: number };
  bootedAt: Date;
  /** What was executed over SSH, oldest first. */
  readonly commands: CommandRecord[];
  /** What is installed; put your own in for what the sandbox does not bring. */
  readonly programs: Map<string, Program>;
  readonly faults: HostFaults;
  /** Resolves when ports are as containers and faults demand; needed only after changing a container by hand. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface HostDeps {
  name: 'home' | 'standby';
  hostname: string;
  address: string;
  sshPort: number;
  sitePort: number;
  clock: Clock;
  deployPublicKey: string;
  certificate: Certificate;
  caFile: string;
  resolver: Address;
  memory: Host['memory'];
  disk: Host['disk'];
  lastSync: Date | undefined;
  /** Given a function to call whenever a container changes. */
  createContainers(changed: () => void): Container[];
}

const FOUND = { open: 'answers', refused: 'refuses', silent: 'hangs' } as const;

export async function createHost(deps: HostDeps): Promise<Host> {
  const { name, hostname, address, clock } = deps;
  const now = clock.now().getTime();
  const containers = createContainerMap(deps.createContainers(changed), changed);
  const programs = createCatalogue();
  let isReady = false;

  function changed(): void {
    if (isReady) void settled();
  }

  async function settled(): Promise<void> {
    await Promise.all([sshCable.refresh(), siteCable.refresh()]);
  }

  const runner = createCommandRunner({
    clock,
    programs,
    machine: (): Machine => host,
    context: { resolver: deps.resolver, trust: { file: deps.caFile, pem: deps.certificate.ca } },
  });
  const faults = createHostFaults({
    commands: runner.faults,
    settled,
    changeHostKey() {
      ssh.changeHostKey();
      sshCable.hangUp();
    },
    restoreHostKey() {
      ssh.restoreHostKey();
      sshCable.hangUp();
    },
  });
  const { active } = faults;
  const ssh = await createSshServer({
    user: 'deploy',
    publicKey: deps.deployPublicKey,
    isAuthDenied: () => active.authDenied,
    run: runner.run,
  });
  const site = await createSite({
    name,
    containers,
    certificate: deps.certificate,
    forcedStatus: () => active.webStatus,
  });

  function wantedSsh(): CableState {
    const { blackhole, unreachable, sshHang } = active;
    if (blackhole) return 'silent';
    if (unreachable) return 'refused';
    return sshHang ? 'silent' : 'open';
  }

  function wantedSite(): CableState {
    const { blackhole, unreachable, webDown } = active;
    if (blackhole) return 'silent';
    if (unreachable || webDown || containers.get('jin-gateway')?.state !== 'running') return 'refused';
    return 'open';
  }

  const sshCable = createCable({ address, port: deps.sshPort }, () => ssh.innerPort, wantedSsh);
  const siteCable = createCable({ address, port: deps.sitePort }, () => site.innerPort, wantedSite);
  const host: Host = {
    name,
    hostname,
    ssh: {
      address,
      port: deps.sshPort,
      get hostKey() {
        return ssh.hostKey;
      },
      get isHostKeyChanged() {
        return ssh.isHostKeyChanged;
      },
    },
    site: { address, port: deps.sitePort },
    state: {
      get web() {
        const cable = FOUND[wantedSite()];
        return cable === 'answers' && !site.isServing ? 'fails' : cable;
      },
      get ssh() {
        return FOUND[wantedSsh()];
      },
    },
    containers,
    lastSync: deps.lastSync,
    memory: deps.memory,
    disk: deps.disk,
    bootedAt: new Date(now - 9 * 86_400_000),
    commands: runner.commands,
    programs,
    faults,
    settled,
    async close() {
      await Promise.all([sshCable.close(), siteCable.close()]);
      await Promise.all([ssh.close(), site.close()]);
    },
  };
  isReady = true;
  await settled();
  return host;
}
