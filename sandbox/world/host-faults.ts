import type { CommandFaults } from './commands.ts';
import type { DockerKind } from './docker.ts';

/** Trouble on request. What closes a port acts at once; await what opens one again. */
export interface HostFaults {
  /** The website's port refuses. */
  webDown(isOn: boolean): Promise<void>;
  /** The website answers everything with this status. */
  webError(status: number | undefined): void;
  /** SSH and website refuse. */
  unreachable(isOn: boolean): Promise<void>;
  /** SSH and website accept, and not a byte flows any more, on open connections neither: a dropped cable. */
  blackhole(isOn: boolean): Promise<void>;
  /** SSH accepts and says nothing. */
  sshHang(isOn: boolean): Promise<void>;
  /** A new host key; open connections end. */
  changeHostKey(): void;
  /** The key it began with; open connections end. */
  restoreHostKey(): void;
  denyAuth(isOn: boolean): void;
  /** Commands beginning with `prefix` (argv joined by spaces) never end, until undefined is given. */
  commandHang(prefix: string | undefined): void;
  /** They exit with this code and are not carried out; for ever, or `times` times. undefined takes it back. */
  commandFail(prefix: string | undefined, exitCode?: number, stderr?: string, times?: number): void;
  /** They are carried out and the connection is cut before the answer; once, or `times` times. undefined takes it back. */
  dropDuringCommand(prefix: string | undefined, times?: number): void;
  docker: DockerKind;
  /** What is on now. */
  readonly active: Readonly<ActiveFaults>;
  /** Everything works again (a changed host key stays). */
  clear(): Promise<void>;
}

export interface ActiveFaults {
  webDown: boolean;
  webStatus: number | undefined;
  unreachable: boolean;
  blackhole: boolean;
  sshHang: boolean;
  authDenied: boolean;
}

const NONE: ActiveFaults = {
  webDown: false,
  webStatus: undefined,
  unreachable: false,
  blackhole: false,
  sshHang: false,
  authDenied: false,
};

export function createHostFaults(deps: {
  commands: CommandFaults;
  settled(): Promise<void>;
  changeHostKey(): void;
  restoreHostKey(): void;
}): HostFaults {
  const { commands, settled, changeHostKey, restoreHostKey } = deps;
  const active: ActiveFaults = { ...NONE };
  const faults: HostFaults = {
    docker: 'modern',
    active,
    webDown(isOn) {
      active.webDown = isOn;
      return settled();
    },
    webError(status) {
      active.webStatus = status;
    },
    unreachable(isOn) {
      active.unreachable = isOn;
      return settled();
    },
    blackhole(isOn) {
      active.blackhole = isOn;
      return settled();
    },
    sshHang(isOn) {
      active.sshHang = isOn;
      return settled();
    },
    changeHostKey,
    restoreHostKey,
    denyAuth(isOn) {
      active.authDenied = isOn;
    },
    commandHang(prefix) {
      commands.set('hang', prefix === undefined ? undefined : { prefix, effect: { kind: 'hang' }, times: Infinity });
    },
    commandFail(prefix, exitCode = 1, stderr = 'failed on request', times = Infinity) {
      const effect = { kind: 'fail', exitCode, stderr } as const;
      commands.set('fail', prefix === undefined ? undefined : { prefix, effect, times });
    },
    dropDuringCommand(prefix, times = 1) {
      commands.set('drop', prefix === undefined ? undefined : { prefix, effect: { kind: 'drop' }, times });
    },
    clear() {
      Object.assign(active, NONE);
      commands.clear();
      faults.docker = 'modern';
      return settled();
    },
  };
  return faults;
}
