import type { Address } from '../address.ts';
import { askDns } from './dns-query.ts';
import { toRecords } from './records.ts';

/** The first A record of a name as a resolver answers it; undefined when there is none, or no answer. */
export async function findFirstAddress(
  resolver: Address,
  name: string,
  timeoutMs: number,
): Promise<string | undefined> {
  try {
    const reply = await askDns(resolver, { name, type: 'A' }, { timeoutMs });
    const found = toRecords(reply.answers).find((it) => it.type === 'A');
    return found?.type === 'A' ? found.data : undefined;
  } catch {
    return undefined;
  }
}
