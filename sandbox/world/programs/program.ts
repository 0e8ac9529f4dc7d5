import type { Clock } from '../../../src/core/clock.ts';
import type { Address } from '../address.ts';
import type { Container } from '../containers.ts';
import type { DockerKind } from '../docker.ts';

/** The host as its programs see it. */
export interface Machine {
  readonly hostname: string;
  readonly containers: Map<string, Container>;
  readonly bootedAt: Date;
  readonly lastSync: Date | undefined;
  readonly memory: { totalKb: number; availableKb: number };
  readonly disk: { totalKb: number; usedKb: number };
  readonly faults: { readonly docker: DockerKind };
  /** Resolves when a started or stopped container's port is open or closed. */
  settled(): Promise<void>;
}

export interface Call {
  /** Without the program's own name. */
  args: readonly string[];
  machine: Machine;
  clock: Clock;
  /** Aborted when the caller kills the command or goes away. */
  signal: AbortSignal;
  stdout(text: string): void;
  stderr(text: string): void;
  /** What stands in the host's /etc/resolv.conf. */
  resolver: Address;
  /** The host's trust store: the sandbox CA. */
  trust: { file: string; pem: string };
}

/** Returns the exit code. */
export type Program = (call: Call) => number | Promise<number>;
