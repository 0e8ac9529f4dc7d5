import type { Clock } from '../../src/core/clock.ts';
import type { Container } from '../world/containers.ts';
import type { Host } from '../world/host.ts';
import { findLastSync } from '../world/scene.ts';
import type { World } from '../world/world.ts';
import { lasting, type Trouble } from './trouble.ts';

const GATEWAY = 'jin-gateway';
const HOUR_MS = 3_600_000;
/** As the inventory has it. */
const OLDEST_SYNC_MS = 26 * HOUR_MS;

/** What can go wrong at the primary. */
export function createPrimaryTroubles({ primary }: World): Trouble[] {
  const { faults } = primary;
  return [
    lasting(
      'primary',
      { name: 'web-down', label: 'Web server down', summary: 'the primary’s web server refuses connections' },
      { isOn: () => faults.active.webDown, set: faults.webDown },
    ),
    lasting(
      'primary',
      { name: 'web-500', label: 'Web answers 500', summary: 'the primary’s site answers every request with an error' },
      { isOn: () => faults.active.webStatus !== undefined, set: (isOn) => faults.webError(isOn ? 500 : undefined) },
    ),
    lasting(
      'primary',
      {
        name: 'host-down',
        label: 'Unreachable',
        summary: 'the primary cannot be reached at all: connections are refused',
      },
      { isOn: () => faults.active.unreachable, set: faults.unreachable },
    ),
    lasting(
      'primary',
      { name: 'black-hole', label: 'Black hole', summary: 'the primary takes connections and never answers' },
      { isOn: () => faults.active.blackhole, set: faults.blackhole },
    ),
    createGatewayTrouble(primary),
  ];
}

/** The bot stops the same container to fence the site: that is its doing and no trouble. */
function createGatewayTrouble(primary: Host): Trouble {
  let isOurs = false;
  return lasting(
    'primary',
    { name: 'gateway-stopped', label: 'Gateway stopped', summary: 'the primary’s gateway container is stopped' },
    {
      isOn: () => isOurs && primary.containers.get(GATEWAY)?.state !== 'running',
      set(isOn) {
        isOurs = isOn;
        change(primary, GATEWAY, { state: isOn ? 'exited' : 'running' });
        return primary.settled();
      },
    },
  );
}

/** What can go wrong at the standby. */
export function createStandbyTroubles({ standby }: World, clock: Clock): Trouble[] {
  const { faults, ssh } = standby;
  const inContainer = (name: string, words: Pick<Trouble, 'name' | 'label' | 'summary'>, bad: Change, good: Change) =>
    lasting('standby', words, {
      isOn: () => isAs(standby.containers.get(name), bad),
      set: (isOn) => change(standby, name, isOn ? bad : good),
    });
  const age = (): number => clock.now().getTime() - (standby.lastSync?.getTime() ?? 0);
  return [
    inContainer(
      'used-market-db',
      { name: 'container-stopped', label: 'Database stopped', summary: 'the standby’s database container is stopped' },
      { state: 'exited' },
      { state: 'running' },
    ),
    inContainer(
      'used-market-backend',
      {
        name: 'container-unhealthy',
        label: 'Back-end unhealthy',
        summary: 'the standby’s back-end runs and is unhealthy',
      },
      { health: 'unhealthy' },
      { health: 'healthy' },
    ),
    inContainer(
      'used-market-frontend',
      {
        name: 'container-starting',
        label: 'Front-end starting',
        summary: 'the standby’s front-end is still starting',
      },
      { health: 'starting' },
      { health: 'healthy' },
    ),
    lasting(
      'standby',
      {
        name: 'host-key',
        label: 'Host key changed',
        summary: 'the standby shows another host key than the pinned one',
      },
      {
        isOn: () => ssh.isHostKeyChanged,
        set: (isOn) => (isOn ? faults.changeHostKey() : faults.restoreHostKey()),
      },
    ),
    lasting(
      'standby',
      { name: 'ssh-hangs', label: 'SSH hangs', summary: 'the standby’s SSH server takes connections and says nothing' },
      { isOn: () => faults.active.sshHang, set: faults.sshHang },
    ),
    lasting(
      'standby',
      { name: 'sync-old', label: 'Old sync', summary: 'the last copy of the data is two days old' },
      {
        isOn: () => age() > OLDEST_SYNC_MS,
        set(isOn) {
          const now = clock.now();
          standby.lastSync = isOn ? new Date(now.getTime() - 48 * HOUR_MS) : findLastSync(now);
        },
      },
    ),
  ];
}

type Change = Partial<Pick<Container, 'state' | 'health'>>;

function change({ containers }: Host, name: string, to: Change): void {
  const found = containers.get(name);
  if (found) Object.assign(found, to);
}

function isAs(container: Container | undefined, { state, health }: Change): boolean {
  return (
    container !== undefined &&
    (state ?? container.state) === container.state &&
    (health ?? container.health) === container.health
  );
}
