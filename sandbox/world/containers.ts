import { createHash } from 'node:crypto';
import type { Clock } from '../../src/core/clock.ts';

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'dead';
export type Health = 'healthy' | 'unhealthy' | 'starting';

/** A container of a host; every property may be changed by hand and counts at once. */
export interface Container {
  readonly name: string;
  readonly id: string;
  image: string;
  command: string;
  ports: string;
  networks: string;
  createdAt: Date;
  state: ContainerState;
  /** undefined: no health check. */
  health: Health | undefined;
  restarts: number;
  startedAt: Date;
  finishedAt: Date | undefined;
  exitCode: number;
  start(): void;
  stop(exitCode?: number): void;
}

export interface ContainerSpec {
  name: string;
  image: string;
  command: string;
  ports?: string;
  networks?: string;
  hasHealthCheck?: boolean;
  startedAt: Date;
}

/** A health check answers this long after the start. */
const HEALTHY_AFTER_MS = 2000;

/** `changed` is called whenever the state changes, e.g. to close the port that the container published. */
export function createContainer(spec: ContainerSpec, clock: Clock, changed: () => void): Container {
  let state: ContainerState = 'running';
  let health: Health | undefined = spec.hasHealthCheck === true ? 'healthy' : undefined;
  const container: Container = {
    name: spec.name,
    id: createHash('sha256').update(`${spec.name} ${spec.startedAt.toISOString()}`).digest('hex'),
    image: spec.image,
    command: spec.command,
    ports: spec.ports ?? '',
    networks: spec.networks ?? 'web',
    createdAt: spec.startedAt,
    restarts: 0,
    startedAt: spec.startedAt,
    finishedAt: undefined,
    exitCode: 0,
    get state() {
      return state;
    },
    set state(next) {
      if (state === 'running' && next === 'exited') container.finishedAt = clock.now();
      state = next;
      changed();
    },
    get health() {
      const age = clock.now().getTime() - container.startedAt.getTime();
      return health === 'starting' && isFreshStart && age >= HEALTHY_AFTER_MS ? 'healthy' : health;
    },
    set health(next) {
      isFreshStart = false;
      health = next;
    },
    start() {
      if (state === 'running') return;
      container.startedAt = clock.now();
      container.exitCode = 0;
      if (health !== undefined) health = 'starting';
      isFreshStart = true;
      container.state = 'running';
    },
    stop(exitCode = 0) {
      if (state !== 'running') return;
      container.exitCode = exitCode;
      container.state = 'exited';
    },
  };
  // A health set to `starting` by hand stays so; one that a start set becomes healthy by itself.
  let isFreshStart = false;
  return container;
}

/** A map that reports containers removed from it or put into it. */
export function createContainerMap(containers: readonly Container[], changed: () => void): Map<string, Container> {
  const map = new Map(containers.map((it) => [it.name, it]));
  const set = map.set.bind(map);
  const remove = map.delete.bind(map);
  map.set = (name, container) => {
    set(name, container);
    changed();
    return map;
  };
  map.delete = (name) => {
    const removed = remove(name);
    changed();
    return removed;
  };
  return map;
}
