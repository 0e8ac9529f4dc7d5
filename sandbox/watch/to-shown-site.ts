import type { ShownSite } from '../page-server/shapes.ts';
import type { Host } from '../world/host.ts';
import { SCENE } from '../world/scene.ts';

export function toShownSite(name: 'primary' | 'standby', host: Host): ShownSite {
  return {
    name,
    host: host.name,
    hostname: host.hostname,
    target: SCENE[name].target,
    web: host.state.web,
    ssh: host.state.ssh,
    containers: [...host.containers.values()].map(({ name, state, health }) => ({
      name,
      state,
      health: health ?? null,
    })),
    lastSync: host.lastSync?.toISOString() ?? null,
  };
}
