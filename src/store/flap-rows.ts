import type { Kysely, Transaction } from 'kysely';
import type { Alert } from '../core/alert.ts';
import type { AlertStore } from '../core/alert-store.ts';
import type { AlertGroupId } from '../core/ids.ts';
import { toAlert } from './alert-rows.ts';
import type { Database } from './schema.ts';

export function createFlapQueries(db: Kysely<Database>): Pick<AlertStore, 'listFlapping'> {
  return {
    async listFlapping(now, limit) {
      const calm = await db
        .selectFrom('alerts')
        .select('group_id as id')
        .distinct()
        .where('calm_at', 'is not', null)
        .where('calm_at', '<=', now.getTime())
        .where('group_id', 'is not', null)
        .limit(limit)
        .execute();
      const toTell = await db
        .selectFrom('alert_groups')
        .select('id')
        .where('digest_at', 'is not', null)
        .where('digest_at', '<=', now.getTime())
        .limit(limit)
        .execute();
      const ids = [...calm, ...toTell].flatMap(({ id }) => (id === null ? [] : [id as AlertGroupId]));
      return [...new Set(ids)];
    },
  };
}

export async function listFlappingMembers(tx: Transaction<Database>, group: AlertGroupId): Promise<Alert[]> {
  const rows = await tx
    .selectFrom('alerts')
    .selectAll()
    .where('group_id', '=', group)
    .where('calm_at', 'is not', null)
    .orderBy('started_at')
    .orderBy('id')
    .execute();
  return rows.map(toAlert);
}
