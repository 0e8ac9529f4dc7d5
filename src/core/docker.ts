/** Lists every container, one JSON object a line. Without `--all` a stopped one would be missing, without JSON guessed at. */
export const LIST_CONTAINERS = ['docker', 'ps', '--all', '--no-trunc', '--format', '{{json .}}'] as const;

type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead' | 'unknown';

export interface Container {
  name: string;
  state: ContainerState;
  /** Undefined where there is no health check. */
  health?: 'healthy' | 'unhealthy' | 'starting';
  /** As Docker words it: `Up 3 hours (healthy)`. */
  status: string;
}

/** Reads the output of LIST_CONTAINERS. Docker before 20.10 has no `State`, most have no health field: then Status tells. */
export function parseContainers(stdout: string): readonly Container[] {
  return stdout.split('\n').flatMap((line) => {
    const row = parseRow(line);
    if (!row) return [];
    const status = toText(row['Status']);
    const health = toHealth(row, status);
    const state = toState(toText(row['State']), status);
    return toNames(row['Names']).map((name) => ({ name, state, status, ...(health && { health }) }));
  });
}

function parseRow(line: string): Record<string, unknown> | undefined {
  if (!line.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    // Cut off: the container counts as missing, which is the safe reading.
    return undefined;
  }
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** `web,proxy/web-alias`: the second is a link's alias. */
function toNames(value: unknown): string[] {
  return toText(value)
    .split(',')
    .map((name) => name.trim().replace(/^\//, ''))
    .filter((name) => name !== '' && !name.includes('/'));
}

const STATES: ReadonlySet<string> = new Set([
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
]);

function toState(state: string, status: string): ContainerState {
  if (STATES.has(state)) return state as ContainerState;
  if (/^Up\b.*\(Paused\)/i.test(status)) return 'paused';
  const word = /^(Up|Restarting|Exited|Created|Dead|Removal)\b/i.exec(status)?.[1]?.toLowerCase() ?? '';
  if (word === 'up') return 'running';
  if (word === 'removal') return 'removing';
  return STATES.has(word) ? (word as ContainerState) : 'unknown';
}

function toHealth(row: Record<string, unknown>, status: string): Container['health'] {
  const field = toText(row['Health'] ?? row['HealthStatus']).toLowerCase();
  if (field === 'healthy' || field === 'unhealthy' || field === 'starting') return field;
  const word = /\((?:health: )?(healthy|unhealthy|starting)\)/.exec(status)?.[1];
  return word as Container['health'];
}

export interface Conditions {
  /** Running, and healthy where there is a health check. */
  well: readonly string[];
  starting: readonly string[];
  unhealthy: readonly string[];
  /** There, but not running. */
  stopped: readonly string[];
  missing: readonly string[];
}

/** Each name under what is true of it. A container that Docker does not list is missing, never fine. */
export function groupByCondition(names: readonly string[], containers: readonly Container[]): Conditions {
  const conditions = { well: [], starting: [], unhealthy: [], stopped: [], missing: [] } as Record<
    keyof Conditions,
    string[]
  >;
  for (const name of names) conditions[toCondition(containers.find((one) => one.name === name))].push(name);
  return conditions;
}

function toCondition(container: Container | undefined): keyof Conditions {
  if (!container) return 'missing';
  if (container.state !== 'running') return 'stopped';
  if (container.health === 'starting' || container.health === 'unhealthy') return container.health;
  return 'well';
}

/** Whether it can serve or write, now or in a moment. */
function isActive({ state }: Pick<Container, 'state'>): boolean {
  return state === 'running' || state === 'restarting' || state === 'paused' || state === 'unknown';
}

/** Those of the names that are active, sorted: a fact that does not wobble. */
export function listActive(names: readonly string[], containers: readonly Container[]): string[] {
  return names.filter((name) => containers.some((one) => one.name === name && isActive(one))).toSorted();
}
