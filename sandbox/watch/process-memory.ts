import { readFile } from 'node:fs/promises';

/** What a process holds in memory, in MB with one decimal; null where the system does not tell (no Linux, or gone). */
export async function findProcessMemory(pid: number): Promise<number | null> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 102.4) / 10;
  } catch {
    return null;
  }
}
