import type { Container } from './containers.ts';

/** `modern`: State and Status. `newest`: Health too. `old`: Status alone. `down`: the daemon does not answer. */
export type DockerKind = 'modern' | 'newest' | 'old' | 'down';

export const DOCKER_VERSIONS: Record<Exclude<DockerKind, 'down'>, { version: string; api: string }> = {
  old: { version: '19.03.15', api: '1.40' },
  modern: { version: '28.5.1', api: '1.51' },
  newest: { version: '29.4.0', api: '1.54' },
};

/** "3 hours", "About a minute": as docker/go-units prints a duration. */
export function toHumanDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(seconds / 3600 + 0.5);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.floor(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`;
  return `${Math.floor(seconds / 3600 / 24 / 365)} years`;
}

/** The Status text of `docker ps`. */
export function toStatusText(container: Container, now: Date): string {
  const since = (from: Date | undefined): string =>
    toHumanDuration(now.getTime() - (from ?? container.startedAt).getTime());
  switch (container.state) {
    case 'created':
      return 'Created';
    case 'dead':
      return 'Dead';
    case 'exited':
      return `Exited (${container.exitCode}) ${since(container.finishedAt)} ago`;
    case 'restarting':
      return `Restarting (${container.exitCode}) ${since(container.finishedAt)} ago`;
    case 'paused':
      return `Up ${since(container.startedAt)} (Paused)`;
    case 'running': {
      const health = container.health === 'starting' ? 'health: starting' : container.health;
      return `Up ${since(container.startedAt)}${health === undefined ? '' : ` (${health})`}`;
    }
  }
}

/** One line of `docker ps --format '{{json .}}'`; Docker sorts the keys. */
export function toPsFields(
  container: Container,
  { now, isFull, kind }: { now: Date; isFull: boolean; kind: DockerKind },
): Record<string, string> {
  const isOn = container.state === 'running' || container.state === 'paused';
  return {
    Command: `"${isFull || container.command.length <= 20 ? container.command : `${container.command.slice(0, 19)}…`}"`,
    CreatedAt: toLocalText(container.createdAt),
    ...(kind === 'newest' && { Health: container.health ?? '' }),
    ID: isFull ? container.id : container.id.slice(0, 12),
    Image: container.image,
    Labels: 'com.docker.compose.project=deploy',
    LocalVolumes: '0',
    Mounts: '',
    Names: container.name,
    Networks: container.networks,
    Ports: isOn ? container.ports : '',
    RunningFor: `${toHumanDuration(now.getTime() - container.createdAt.getTime())} ago`,
    Size: '0B',
    ...(kind !== 'old' && { State: container.state }),
    Status: toStatusText(container, now),
  };
}

function toLocalText(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}

const ZERO_TIME = '0001-01-01T00:00:00Z';

/** The part of `docker inspect` that is commonly asked for. */
export function toInspection(container: Container): Record<string, unknown> {
  const isOn = container.state === 'running' || container.state === 'paused';
  return {
    Id: container.id,
    Created: container.createdAt.toISOString(),
    State: {
      Status: container.state,
      Running: isOn,
      Paused: container.state === 'paused',
      Restarting: container.state === 'restarting',
      OOMKilled: false,
      Dead: container.state === 'dead',
      Pid: isOn ? 4242 : 0,
      ExitCode: container.exitCode,
      Error: '',
      StartedAt: container.startedAt.toISOString(),
      FinishedAt: container.finishedAt?.toISOString() ?? ZERO_TIME,
      ...(container.health !== undefined && {
        Health: { Status: container.health, FailingStreak: container.health === 'unhealthy' ? 3 : 0, Log: [] },
      }),
    },
    Image: `sha256:${container.id}`,
    Name: `/${container.name}`,
    RestartCount: container.restarts,
    Config: { Image: container.image, Labels: { 'com.docker.compose.project': 'deploy' } },
    HostConfig: { RestartPolicy: { Name: 'unless-stopped', MaximumRetryCount: 0 } },
  };
}
