import type { Inventory, ServiceConfig } from '../../core/inventory.ts';

/** A folder that the copy of a service's data reads or writes on a host of the inventory. */
export interface SyncPlace {
  service: string;
  host: string;
  path: string;
  act: 'read' | 'write';
}

/** Of rsync's options, those whose value is a word of its own. */
const WITH_VALUE =
  /^(?:-[eBTfM]|--(?:rsh|rsync-path|exclude|include|exclude-from|include-from|files-from|filter|bwlimit|timeout|contimeout|port|password-file|log-file|backup-dir|suffix|temp-dir|partial-dir|compare-dest|copy-dest|link-dest|max-size|min-size|chmod|chown|info|out-format))$/;

/** What an rsync reads and writes, where it can be read off its words; of a script only its author knows. */
export function listSyncPlaces({ name: service, data }: ServiceConfig, inventory: Inventory): SyncPlace[] {
  if (!data?.sync) return [];
  const { host, command } = data.sync;
  const [program = '', ...words] = command[0] === 'sudo' ? [] : command;
  if (!/^(?:.*\/)?rsync$/.test(program)) return [];
  const operands = listOperands(words);
  if (operands.length < 2) return [];
  return operands.flatMap((operand, index) => {
    const place = findPlace(operand, host, inventory);
    const act = index === operands.length - 1 ? ('write' as const) : ('read' as const);
    return place ? [{ service, ...place, act }] : [];
  });
}

function listOperands(words: readonly string[]): string[] {
  return words.filter((word, index) => !word.startsWith('-') && !WITH_VALUE.test(words[index - 1] ?? ''));
}

/** `/path` on the host where it runs; `[user@]address:/path` where the inventory has that account. */
function findPlace(operand: string, here: string, { hosts }: Inventory): { host: string; path: string } | undefined {
  if (operand.startsWith('/')) return { host: here, path: operand };
  const [, user, address, path] = /^(?:([^@:]+)@)?([^:@]+):(\/.*)$/.exec(operand) ?? [];
  if (path === undefined) return undefined;
  const there = Object.values(hosts).find((host) => [host.address, host.hostname, host.name].includes(address));
  const isAccount = there !== undefined && (user === undefined ? hosts[here]?.user : user) === there.user;
  return isAccount ? { host: there.name, path } : undefined;
}
