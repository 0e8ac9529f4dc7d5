import type { Clock } from '../../../src/core/clock.ts';
import type { Machine } from './program.ts';

export interface FileEntry {
  content: string;
  modifiedAt: Date;
}

const MARKER = '/srv/.last-sync';

/** The host's few files, as they are at this moment. */
export function findFile(machine: Machine, clock: Clock, path: string): FileEntry | undefined {
  const virtual = (content: string): FileEntry => ({ content, modifiedAt: clock.now() });
  switch (path) {
    case MARKER:
      return machine.lastSync && { content: `${machine.lastSync.toISOString()}\n`, modifiedAt: machine.lastSync };
    case '/etc/hostname':
      return { content: `${machine.hostname}\n`, modifiedAt: machine.bootedAt };
    case '/etc/os-release':
      return { content: 'PRETTY_NAME="Ubuntu 24.04.2 LTS"\nID=ubuntu\n', modifiedAt: machine.bootedAt };
    case '/proc/meminfo':
      return virtual(toMeminfo(machine));
    case '/proc/loadavg':
      return virtual('0.08 0.03 0.01 1/231 4242\n');
    case '/proc/uptime':
      return virtual(`${((clock.now().getTime() - machine.bootedAt.getTime()) / 1000).toFixed(2)} 0.00\n`);
    default:
      return undefined;
  }
}

function toMeminfo({ memory }: Machine): string {
  const line = (name: string, kb: number): string => `${`${name}:`.padEnd(16)}${String(kb).padStart(8)} kB\n`;
  const free = Math.round(memory.availableKb * 0.6);
  return line('MemTotal', memory.totalKb) + line('MemFree', free) + line('MemAvailable', memory.availableKb);
}
